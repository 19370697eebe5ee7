/** All that others may know of the file storage. */
export { DirectUploads, type DirectUpload } from './direct-uploads.js';
export { FileStorage } from './file-storage.js';
export { attachment } from './file-names.js';
export { sendFile } from './send-file.js';
export type { ByteRange } from './storage-driver.js';
export type { NewFile, StoredFile } from './stored-file.js';
export { StorageModule } from './storage.module.js';
