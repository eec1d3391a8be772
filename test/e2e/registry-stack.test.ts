import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stackSelector } from '../../stack/model/labels.js';
import { type LocalRegistry, missingRegistry, startFilledRegistry } from '../helpers/registry.js';
import { createWorkspace, expectExit, resultOf, type Workspace } from '../helpers/workspace.js';

const missing = missingRegistry();

describe.skipIf(missing !== undefined)(
  `a stack of pulled images${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let registry: LocalRegistry;
    let workspace: Workspace;

    beforeAll(async () => {
      registry = await startFilledRegistry();
      workspace = await createWorkspace('supops-e2e-registry');
    });
    afterAll(async () => {
      await workspace.remove();
      await registry.stop();
    });

    test('is the same stack: db-down passes on images laid out like the official ones', async () => {
      const up = expectExit(
        await workspace.supops('up', '--images', 'registry', '--registry', registry.prefix, '--output', 'json'),
        0,
      );
      expect(JSON.parse(up.stdout)).toMatchObject({ imageSource: 'registry' });
      const { instances } = await workspace.engine.observe(stackSelector(workspace.stack));
      for (const { image } of instances) expect(image.startsWith(`${registry.prefix}/`)).toBe(true);
      const result = resultOf(expectExit(await workspace.supops('incident', 'db-down', '--output', 'json'), 0));
      expect(result).toMatchObject({ outcome: 'passed', findings: [] });
    });

    test('a later up finds the mirror again and changes nothing', async () => {
      const again = expectExit(await workspace.supops('up', '--output', 'json'), 0);
      expect(JSON.parse(again.stdout)).toMatchObject({ imageSource: 'registry', operations: [] });
    });
  },
);
