import { api, ApiProblem } from './client.ts';
import type { ProblemBody } from '../../src/contracts/reads.ts';

export interface Uploaded { sha256: string; sm3: string; size: number }

/** One file in one request, with its progress (0 to 1): fetch cannot tell how far an upload is. */
export function uploadFile(file: Blob, told: (share: number) => void, signal?: AbortSignal): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${api}/blobs`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => { if (total > 0) told(loaded / total); };
    request.onload = () => {
      if (request.status === 201) resolve(request.response as Uploaded);
      else reject(new ApiProblem(request.status, request.response as ProblemBody | null));
    };
    request.onerror = () => { reject(new Error('the line broke')); };
    request.onabort = () => { reject(new DOMException('cancelled', 'AbortError')); };
    signal?.addEventListener('abort', () => { request.abort(); }, { once: true });
    request.send(file);
  });
}
