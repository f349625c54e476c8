package dev.rondo.metadata.user;

import static dev.rondo.metadata.jooq.Tables.DAG_FAVORITE;

import dev.rondo.metadata.Transactions;

/** Which DAGs a user has marked. */
public final class FavoriteStore {

    private final Transactions transactions;

    public FavoriteStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Marks a DAG for a user, or takes the mark off. */
    public void set(String username, String dagId, boolean favorite) {
        transactions.run(db -> {
            if (favorite) {
                db.insertInto(DAG_FAVORITE)
                        .set(DAG_FAVORITE.USERNAME, username)
                        .set(DAG_FAVORITE.DAG_ID, dagId)
                        .onConflictDoNothing()
                        .execute();
            } else {
                db.deleteFrom(DAG_FAVORITE)
                        .where(DAG_FAVORITE.USERNAME.eq(username), DAG_FAVORITE.DAG_ID.eq(dagId))
                        .execute();
            }
        });
    }

    /** Whether a user has marked the DAG. */
    public boolean contains(String username, String dagId) {
        return transactions.call(db ->
                db.fetchExists(DAG_FAVORITE, DAG_FAVORITE.USERNAME.eq(username).and(DAG_FAVORITE.DAG_ID.eq(dagId))));
    }
}
