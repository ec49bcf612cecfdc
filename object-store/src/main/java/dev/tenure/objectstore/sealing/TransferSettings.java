package dev.tenure.objectstore.sealing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Memory of transfers.
 *
 * @param perTransfer for one transfer. Small slows single large transfers down, large lets few of them spend the total
 * @param total for all transfers of this process, at most half of it for readers. Small slows down many at once; more than half of the heap is refused, because everything else
 *     needs the rest
 */
@ConfigurationProperties("tenure.transfers")
record TransferSettings(
        @DefaultValue("64MB") DataSize perTransfer,
        @DefaultValue("144MB") DataSize total) {

    TransferSettings {
        long heap = Runtime.getRuntime().maxMemory();
        if (total.toBytes() > heap / 2) {
            throw new IllegalArgumentException("tenure.transfers.total=" + total.toMegabytes()
                    + "MB is more than half of the heap of " + (heap >> 20)
                    + " MiB: lower it, or give the process more with TENURE_HEAP");
        }
    }
}
