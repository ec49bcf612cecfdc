package dev.tenure.catalog;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.objectstore.sealing.KeyVault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An empty catalog in a database of its own, for what concerns all of a catalog's keys at once. */
final class OwnCatalog implements AutoCloseable {

    private final HikariDataSource dataSource;
    private final JdbcClient database;
    private final Ids ids = new Ids(InstantSource.system());

    OwnCatalog(HikariDataSource dataSource) {
        this.dataSource = dataSource;
        this.database = JdbcClient.create(dataSource);
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    DataSource dataSource() {
        return dataSource;
    }

    JdbcClient database() {
        return database;
    }

    TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    VaultClaim claim() {
        return VaultClaim.of(dataSource);
    }

    ItemKeys keys(KeyVault vault) {
        return ItemKeys.of(dataSource, vault);
    }

    Items items(KeyVault vault) {
        Trail trail = new JdbcTrail(database);
        return new JdbcItems(
                database,
                ids,
                trail,
                new JdbcOutbox(database, ids),
                vault,
                new JdbcHoldLock(database),
                new JdbcKinship(database, new JdbcHoldLock(database), () -> null, () -> null, trail));
    }

    AccountId anAccount() {
        return new JdbcAccounts(database, ids).register("main", "Main").id();
    }

    Item anItem(KeyVault vault) {
        AccountId account = anAccount();
        return announce(items(vault), account, items(vault).freshKey(account));
    }

    Item announce(Items items, AccountId account, FreshKey key) {
        MeetingId meeting = new JdbcMeetings(database, ids)
                .register(account, CatalogWorld.aMeeting())
                .id();
        return items.announce(
                new NewItem(account, meeting, ItemKind.RECORDING, CatalogWorld.ENDED, null, null, null, "talk.webm"),
                key,
                CatalogWorld.ACTOR);
    }

    List<Item> items(KeyVault vault, int count) {
        List<Item> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(anItem(vault));
        }
        return made;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
