package dev.tenure.app.server;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server: every module's configuration below {@code dev.tenure}, found by scan. */
@SpringBootApplication(scanBasePackages = "dev.tenure")
public class TenureApplication {}
