// One upload with a client that other people wrote. The first line of standard input says which and how, as JSON; what happens is told on standard
// output, one JSON object a line. Where it was asked to wait, a further line lets it go on.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { PassThrough, Readable } from 'node:stream';
import * as tus from 'tus-js-client';
import { uploadWithUppy } from './uppy.mjs';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const task = JSON.parse((await lines.next()).value);

function tell(event, more = {}) {
    process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
}

async function untilTold(event, more) {
    tell(event, more);
    await lines.next();
}

/** Sends so many bytes of the first request that has more, and then waits. */
class Stalling {
    constructor(after, address) {
        this.after = after;
        this.address = address;
        this.stalled = false;
    }

    async openFile(input, chunkSize) {
        const source = await tus.defaultOptions.fileReader.openFile(input, chunkSize);
        return {
            size: source.size,
            close: () => source.close(),
            slice: async (start, end) => {
                const { value, done } = await source.slice(start, end);
                const stream = Readable.from(this.bytes(value), { objectMode: false });
                stream.size = value.size;
                return { value: stream, done };
            },
        };
    }

    async *bytes(stream) {
        let sent = 0;
        for await (const bytes of stream) {
            yield bytes;
            sent += bytes.length;
            if (!this.stalled && sent >= this.after) {
                this.stalled = true;
                await untilTold('stalled', { url: this.address() });
            }
        }
    }
}

let patches = 0;

async function beforeRequest(request) {
    tell('request', { method: request.getMethod() });
    if (request.getMethod() === 'PATCH' && ++patches === task.waitBeforePatch) {
        await untilTold('waiting');
    }
}

function source() {
    const file = createReadStream(task.file);
    // A file tells its length; what comes through a pipe does not.
    return task.piped ? file.pipe(new PassThrough()) : file;
}

async function uploadWithTus() {
    let chunks = 0;
    const options = {
        endpoint: task.endpoint,
        headers: { Authorization: `Bearer ${task.token}` },
        metadata: task.metadata,
        removeFingerprintOnSuccess: true,
        ...task.options,
        onBeforeRequest: beforeRequest,
        onChunkComplete: async (size, accepted) => {
            tell('chunk', { size, accepted });
            if (++chunks === task.stopAfterChunks) {
                await upload.abort(task.terminate === true);
                tell('stopped', { url: upload.url });
                process.exit(0);
            }
        },
        onSuccess: () => {
            tell('success', { url: upload.url });
            process.exit(0);
        },
        onError: (error) => {
            tell('error', { message: error.message, body: error.originalResponse?.getBody() });
            process.exit(0);
        },
    };
    if (task.urls) {
        options.urlStorage = new tus.FileUrlStorage(task.urls);
    }
    if (task.stallAfter) {
        options.fileReader = new Stalling(task.stallAfter, () => upload.url);
    }
    const upload = new tus.Upload(source(), options);
    if (task.resume) {
        const [previous] = await upload.findPreviousUploads();
        tell('found', { url: previous?.uploadUrl, parts: previous?.parallelUploadUrls });
        upload.resumeFromPreviousUpload(previous);
    }
    upload.start();
}

await (task.client === 'uppy' ? uploadWithUppy(task, tell, beforeRequest) : uploadWithTus());
