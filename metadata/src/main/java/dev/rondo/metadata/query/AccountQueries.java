package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.APP_USER;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.user.AccountStore.Account;
import java.util.Map;

/** Lists the users. */
public final class AccountQueries {

    private final Transactions transactions;

    public AccountQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** By what users are ordered. The names are Airflow's. */
    public static final Orders ORDERS = Orders.of(
            "username",
            Map.of(
                    "username", APP_USER.USERNAME,
                    "first_name", APP_USER.FIRST_NAME,
                    "last_name", APP_USER.LAST_NAME,
                    "email", APP_USER.EMAIL,
                    "created_on", APP_USER.CREATED_AT,
                    "last_login", APP_USER.LAST_SIGN_IN_AT),
            APP_USER.USERNAME);

    /** Lists users, disabled ones too. */
    public Listed<Account> list(Ordered order, Page page) {
        return transactions.call(db -> new Listed<>(
                db.selectFrom(APP_USER)
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(Account::of),
                db.fetchCount(APP_USER)));
    }
}
