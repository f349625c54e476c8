package dev.rondo.metadata.query;

import static dev.rondo.metadata.jooq.Tables.API_TOKEN;

import dev.rondo.metadata.Transactions;
import dev.rondo.metadata.user.ApiTokenStore.ApiToken;
import java.util.Map;

/** Lists the tokens of the API that are not revoked. */
public final class ApiTokenQueries {

    private final Transactions transactions;

    public ApiTokenQueries(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What may be asked of tokens. */
    public static final Filters FILTERS = Filters.of(Filters.names("name", API_TOKEN.NAME));

    /** By what tokens are ordered. */
    public static final Orders ORDERS = Orders.of(
            "name",
            Map.of(
                    "id", API_TOKEN.API_TOKEN_ID,
                    "name", API_TOKEN.NAME,
                    "username", API_TOKEN.USERNAME,
                    "created_at", API_TOKEN.CREATED_AT,
                    "expires_at", API_TOKEN.EXPIRES_AT,
                    "last_used_at", API_TOKEN.LAST_USED_AT),
            API_TOKEN.API_TOKEN_ID);

    /** Those of a user. */
    public static Wanted of(String username) {
        return new Wanted(API_TOKEN.USERNAME.eq(username));
    }

    /** Lists tokens, those that have expired too. */
    public Listed<ApiToken> list(Wanted wanted, Ordered order, Page page) {
        var where = wanted.condition().and(API_TOKEN.REVOKED_AT.isNull());
        return transactions.call(db -> new Listed<>(
                db.selectFrom(API_TOKEN)
                        .where(where)
                        .orderBy(order.fields())
                        .limit(page.limit())
                        .offset(page.offset())
                        .fetch(ApiToken::of),
                db.fetchCount(API_TOKEN, where)));
    }
}
