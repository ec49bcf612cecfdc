package dev.tenure.storageapi;

import dev.tenure.storageapi.edge.PublicAddress;
import dev.tenure.storageapi.security.Caller;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API's description, served at {@code /api/v1/openapi}. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String BEARER = "token";
    private static final String PROBLEM = "Problem";

    /** What is shown with a version that changes can name. */
    private static final Set<String> VERSIONED = Set.of(
            "/api/v1/items/{id}",
            "/api/v1/retention/rules",
            "/api/v1/sources/{id}",
            "/api/v1/people/{id}",
            "/api/v1/webhooks/{id}",
            "/api/v1/account",
            "/api/v1/account/notice-policy",
            "/api/v1/account/notice-on-media");

    /** What uploads are told in headers, for each operation (tus 1.0.0). */
    private static final Map<String, List<String>> UPLOADS = Map.of(
            "/api/v1/uploads POST",
            List.of(
                    "Tus-Resumable",
                    "Upload-Length",
                    "Upload-Defer-Length",
                    "Upload-Metadata",
                    "Upload-Concat",
                    "Upload-Checksum",
                    "Content-Type"),
            "/api/v1/uploads/{id} HEAD",
            List.of("Tus-Resumable"),
            "/api/v1/uploads/{id} DELETE",
            List.of("Tus-Resumable"),
            "/api/v1/uploads/{id} PATCH",
            List.of("Tus-Resumable", "Content-Type", "Upload-Offset", "Upload-Length", "Upload-Checksum"));

    static {
        // Who calls is known from the token; it is no parameter of the API.
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    OpenAPI openApi(PublicAddress address) {
        return new OpenAPI()
                // Not what the request says its host is: that is whatever the caller likes.
                .addServersItem(new Server().url(address.base()))
                .info(new Info()
                        .title("Tenure")
                        .version("v1")
                        .description("Recordings kept exactly as long as decided, and proof of it.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    /** What holds everywhere is said at every place, so that generated clients know it. */
    @Bean
    OpenApiCustomizer everywhere() {
        return api -> {
            api.getComponents().addSchemas(PROBLEM, problem());
            api.getPaths()
                    .forEach((path, operations) -> operations
                            .readOperationsMap()
                            .forEach((method, operation) -> {
                                UPLOADS.getOrDefault(path + " " + method, List.of())
                                        .forEach(name -> operation.addParametersItem(header(name)));
                                if (path.startsWith("/api/v1/")) {
                                    operation.getResponses().putIfAbsent("default", refusal());
                                }
                                if (method == PathItem.HttpMethod.POST && !path.equals("/api/v1/uploads")) {
                                    operation.addParametersItem(idempotencyKey());
                                }
                                if (method == PathItem.HttpMethod.GET && VERSIONED.contains(path)) {
                                    operation
                                            .getResponses()
                                            .computeIfPresent(
                                                    "200", (status, shown) -> shown.addHeaderObject("ETag", etag()));
                                }
                            }));
        };
    }

    private static Schema<?> problem() {
        Schema<?> problem = new ObjectSchema().description("RFC 9457; types are listed in docs/api.md");
        for (String text : List.of("type", "title", "detail", "remedy", "instance")) {
            problem.addProperty(text, new StringSchema());
        }
        return problem.addProperty("status", new IntegerSchema().format(null));
    }

    private static ApiResponse refusal() {
        return new ApiResponse()
                .description("A problem")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    }

    private static Parameter header(String name) {
        return new Parameter().in("header").name(name).required(false).schema(new StringSchema());
    }

    private static Parameter idempotencyKey() {
        return new Parameter()
                .in("header")
                .name("Idempotency-Key")
                .schema(new StringSchema().minLength(16).maxLength(128))
                .description("Makes the request repeatable for 24 hours: a repeat gets the first answer again.");
    }

    private static Header etag() {
        return new Header()
                .description("The version that is shown; for If-Match")
                .schema(new StringSchema());
    }
}
