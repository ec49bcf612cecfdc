package dev.tenure.objectstore.strict;

/** What a request asks for, in S3's words. */
public enum Operation {
    CREATE_BUCKET,
    HEAD_BUCKET,
    GET_BUCKET_VERSIONING,
    PUT_BUCKET_VERSIONING,
    DELETE_BUCKET,
    GET_OBJECT_LOCK_CONFIGURATION,
    PUT_OBJECT,
    GET_OBJECT,
    HEAD_OBJECT,
    COPY_OBJECT,
    DELETE_OBJECT,
    DELETE_OBJECTS,
    LIST_OBJECT_VERSIONS,
    LIST_OBJECTS_V2,
    GET_OBJECT_TAGGING,
    PUT_OBJECT_TAGGING,
    GET_OBJECT_LEGAL_HOLD,
    PUT_OBJECT_LEGAL_HOLD,
    GET_OBJECT_RETENTION,
    PUT_OBJECT_RETENTION,
    CREATE_MULTIPART_UPLOAD,
    UPLOAD_PART,
    UPLOAD_PART_COPY,
    COMPLETE_MULTIPART_UPLOAD,
    ABORT_MULTIPART_UPLOAD,
    LIST_PARTS,
    LIST_MULTIPART_UPLOADS,
    /** One that no adapter of ours uses; answered with 501. */
    OTHER;

    static Operation of(S3Request request) {
        if (request.bucket().isEmpty()) {
            return OTHER;
        }
        return request.key().isEmpty() ? ofBucket(request) : ofObject(request);
    }

    private static Operation ofBucket(S3Request request) {
        return switch (request.method()) {
            case "HEAD" -> HEAD_BUCKET;
            case "PUT" -> request.asks("versioning") ? PUT_BUCKET_VERSIONING : plain(request, CREATE_BUCKET);
            case "DELETE" -> plain(request, DELETE_BUCKET);
            case "POST" -> request.asks("delete") ? DELETE_OBJECTS : OTHER;
            case "GET" -> {
                if (request.asks("versioning")) {
                    yield GET_BUCKET_VERSIONING;
                }
                if (request.asks("versions")) {
                    yield LIST_OBJECT_VERSIONS;
                }
                if (request.asks("uploads")) {
                    yield LIST_MULTIPART_UPLOADS;
                }
                if (request.asks("object-lock")) {
                    yield GET_OBJECT_LOCK_CONFIGURATION;
                }
                yield "2".equals(request.query("list-type")) ? LIST_OBJECTS_V2 : OTHER;
            }
            default -> OTHER;
        };
    }

    private static Operation ofObject(S3Request request) {
        boolean copies = request.header("x-amz-copy-source") != null;
        return switch (request.method()) {
            case "HEAD" -> HEAD_OBJECT;
            case "GET" -> {
                if (request.asks("uploadId")) {
                    yield LIST_PARTS;
                }
                yield sub(request, GET_OBJECT_TAGGING, GET_OBJECT_LEGAL_HOLD, GET_OBJECT_RETENTION, GET_OBJECT);
            }
            case "PUT" -> {
                if (request.asks("uploadId")) {
                    yield copies ? UPLOAD_PART_COPY : UPLOAD_PART;
                }
                Operation whole = copies ? COPY_OBJECT : PUT_OBJECT;
                yield sub(request, PUT_OBJECT_TAGGING, PUT_OBJECT_LEGAL_HOLD, PUT_OBJECT_RETENTION, whole);
            }
            case "POST" -> {
                if (request.asks("uploads")) {
                    yield CREATE_MULTIPART_UPLOAD;
                }
                yield request.asks("uploadId") ? COMPLETE_MULTIPART_UPLOAD : OTHER;
            }
            case "DELETE" -> request.asks("uploadId") ? ABORT_MULTIPART_UPLOAD : plain(request, DELETE_OBJECT);
            default -> OTHER;
        };
    }

    private static Operation sub(
            S3Request request, Operation tags, Operation hold, Operation retention, Operation none) {
        if (request.asks("tagging")) {
            return tags;
        }
        if (request.asks("legal-hold")) {
            return hold;
        }
        return request.asks("retention") ? retention : plain(request, none);
    }

    /** The operation on the thing itself, unless the address names something of it that we do not know. */
    private static Operation plain(S3Request request, Operation operation) {
        return request.asks("acl") || request.asks("tagging") || request.asks("object-lock") || request.asks("policy")
                ? OTHER
                : operation;
    }
}
