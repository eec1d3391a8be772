import type { FileEntry } from '../model/stack.js';

/** Files by the engine's API; works on instances that are not running. */
export interface Files {
  /** Writes entries below volumes of the instance; parents must be volumes or be among the entries. */
  putFiles(id: string, entries: readonly FileEntry[]): Promise<void>;
  /** Reads all files below a path: absolute path → content. */
  getFiles(id: string, path: string): Promise<ReadonlyMap<string, Uint8Array>>;
}
