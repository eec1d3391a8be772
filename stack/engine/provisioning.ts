import type { Labels } from '../../core/labels.js';

/** Networks and volumes; creating what exists and removing what is gone: success. */
export interface Provisioning {
  createNetwork(name: string, labels: Labels): Promise<void>;
  removeNetwork(name: string): Promise<void>;
  createVolume(name: string, labels: Labels): Promise<void>;
  removeVolume(name: string): Promise<void>;
}
