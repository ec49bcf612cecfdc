package dev.tenure.app.server;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the program as a whole.
 *
 * @param data where keys, the first token and scratch files live
 * @param firstAccount short name of the account that the first start makes
 * @param firstAdmin address of mail of the person whom the first start makes
 */
@ConfigurationProperties("tenure")
record ServerSettings(Path data, String firstAccount, String firstAdmin) {}
