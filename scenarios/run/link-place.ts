/** Where a runbook link leads. */
export type LinkPlace =
  /** A page that comes with supops, by its path in the package. */
  | { readonly kind: 'own'; readonly path: string }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'nowhere'; readonly why: string };

/** Pages of supops' own, as its rules link to them. */
const OWN = /^https:\/\/github\.com\/supops\/supops\/blob\/[^/]+\/(docs\/[\w./-]+\.md)$/;

/** Reads a link: a path of supops' own docs, a link to it, or an http link to anywhere else. Pure. */
export function placeOf(url: string): LinkPlace {
  const path =
    OWN.exec(withoutAnchor(url))?.[1] ?? (/^docs\/[\w./-]+\.md$/.test(withoutAnchor(url)) ? withoutAnchor(url) : undefined);
  if (path !== undefined && !path.split('/').includes('..')) return { kind: 'own', path };
  if (!URL.canParse(url)) return { kind: 'nowhere', why: 'it is neither a link nor a path of supops’ own docs' };
  const { protocol } = new URL(url);
  return protocol === 'http:' || protocol === 'https:'
    ? { kind: 'elsewhere' }
    : { kind: 'nowhere', why: `it is no http link, but ${protocol}` };
}

const withoutAnchor = (url: string): string => url.replace(/#.*$/, '');
