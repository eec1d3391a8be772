import { CATALOGUE, type ComponentName } from './catalogue.js';

/**
 * The names under which a component's official image is looked for, the first first. Without a registry it is Docker Hub's name. Mirrors
 * put their prefix before it; many keep Docker Hub's own images (`mariadb`) below `library`, as Docker Hub itself does.
 */
export function officialReferences(component: ComponentName, registry?: string): readonly string[] {
  const { image } = CATALOGUE[component].official;
  if (registry === undefined || registry === '') return [image];
  const prefix = registry.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  return image.includes('/') ? [`${prefix}/${image}`] : [`${prefix}/${image}`, `${prefix}/library/${image}`];
}

/** The registry prefix with which `reference` names the component's official image: `''` for none, undefined for another image. */
export function registryOf(component: ComponentName, reference: string): string | undefined {
  const { image } = CATALOGUE[component].official;
  const name = image.slice(0, image.lastIndexOf(':'));
  const repository = reference.replace(/(@.*|:[^/]*)$/, '');
  if (repository === name) return '';
  return repository.endsWith(`/${name}`) ? repository.slice(0, -name.length - 1).replace(/\/library$/, '') : undefined;
}
