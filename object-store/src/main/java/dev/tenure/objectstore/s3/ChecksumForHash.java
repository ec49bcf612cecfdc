package dev.tenure.objectstore.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs content that bears a checksum by that checksum on plain HTTP too, as the SDK does on HTTPS: {@code x-amz-content-sha256} is {@code
 * UNSIGNED-PAYLOAD}, and the signature covers the checksum's header (AWS Signature Version 4 for S3). Without it each byte would be hashed once
 * more, which costs a third of a sealed write. It gives nothing away: who can change bytes on such a way can change answers as well, and what was
 * sealed does not open once it was changed.
 */
final class ChecksumForHash implements AwsV4AuthScheme, AwsV4HttpSigner {

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    @Override
    public String schemeId() {
        return SCHEME_ID;
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return providers.identityProvider(AwsCredentialsIdentity.class);
    }

    @Override
    public AwsV4HttpSigner signer() {
        return this;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        SdkHttpRequest asked = request.request();
        if (!request.hasProperty(CHECKSUM_ALGORITHM) || !asked.protocol().equals("http")) {
            return signer.sign(request);
        }
        // The protocol is not part of what is signed; it only decides whether the SDK hashes the content.
        SignedRequest signed = signer.sign(as("https", request));
        SdkHttpRequest back =
                signed.request().toBuilder().protocol("http").port(asked.port()).build();
        return signed.toBuilder().request(back).build();
    }

    private static <T extends AwsCredentialsIdentity> SignRequest<T> as(String protocol, SignRequest<T> request) {
        SdkHttpRequest asked = request.request();
        return request.toBuilder()
                .request(asked.toBuilder().protocol(protocol).port(asked.port()).build())
                .build();
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return signer.signAsync(request);
    }
}
