package dev.tenure.transcode.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Gives no connection any more once its worker is dead, so that nothing it does afterwards leaves a trace. */
final class MortalDataSource extends DelegatingDataSource {

    private final BooleanSupplier dead;

    MortalDataSource(DataSource target, BooleanSupplier dead) {
        super(target);
        this.dead = dead;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (dead.getAsBoolean()) {
            throw new SQLException("this worker is dead");
        }
        return super.getConnection();
    }
}
