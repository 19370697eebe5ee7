/** The StorageDriver that the settings choose. */
export const STORAGE_DRIVER = Symbol('StorageDriver');
