/**
 * An image reference as the engine's API wants it: the tag apart. A colon before the last slash belongs to a registry's port; a digest is
 * given in place of the tag; without either, `latest`.
 */
export function splitReference(reference: string): { readonly repository: string; readonly tag: string } {
  const at = reference.indexOf('@');
  if (at >= 0) return { repository: withoutTag(reference.slice(0, at)), tag: reference.slice(at + 1) };
  const repository = withoutTag(reference);
  return { repository, tag: reference.slice(repository.length + 1) || 'latest' };
}

function withoutTag(reference: string): string {
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  return colon < 0 ? reference : reference.slice(0, colon);
}
