// The same with Uppy, as an application uses it.
import { readFile } from 'node:fs/promises';
import Uppy from '@uppy/core';
import Tus from '@uppy/tus';
import * as tus from 'tus-js-client';

// Uppy hands over what a browser has, a Blob; the client below it reads only what Node has.
const blobs = {
    openFile: async (blob, chunkSize) =>
        tus.defaultOptions.fileReader.openFile(Buffer.from(await blob.arrayBuffer()), chunkSize),
};

export async function uploadWithUppy(task, tell, onBeforeRequest) {
    const uppy = new Uppy({ id: 'recorder', autoProceed: false, meta: task.metadata });
    uppy.use(Tus, {
        endpoint: task.endpoint,
        headers: { Authorization: `Bearer ${task.token}` },
        fileReader: blobs,
        ...task.options,
        onBeforeRequest,
    });
    const file = uppy.addFile({
        name: 'talk.mp4',
        type: 'video/mp4',
        data: new Blob([await readFile(task.file)], { type: 'video/mp4' }),
    });
    let paused = false;
    uppy.on('upload-progress', (now, progress) => {
        if (progress.bytesUploaded < (task.pauseAfter ?? Infinity) || paused) {
            return;
        }
        paused = true;
        if (task.terminate) {
            const url = now.tus.uploadUrl;
            uppy.removeFile(file);
            tell('stopped', { url });
        } else {
            uppy.pauseResume(file);
            tell('paused');
            setTimeout(() => uppy.pauseResume(file), 50);
        }
    });
    const { successful, failed } = await uppy.upload();
    for (const one of successful) {
        tell('success', { url: one.uploadURL });
    }
    for (const one of failed) {
        tell('error', { message: one.error });
    }
    // Requests of a file that was removed are still on their way.
    process.stdin.destroy();
}
