import type { HttpAct } from '../args.js';

/** Whether the fault is about this request, the share of requests left aside. */
export function matches({ routes, methods }: Pick<HttpAct, 'routes' | 'methods'>, method: string, url: string): boolean {
  const path = url.split('?')[0] ?? '';
  const isMeant = (route: string) => (route.endsWith('*') ? path.startsWith(route.slice(0, -1)) : path === route);
  return (methods.length === 0 || methods.includes(method)) && (routes.length === 0 || routes.some(isMeant));
}

/**
 * Chooses a share of requests as evenly as can be: of four at 25 % exactly one, not one on average.
 * @returns says for the next request whether it is chosen
 */
export function everyNth(percent: number): () => boolean {
  let owed = 0;
  return () => {
    owed += percent;
    if (owed < 100) return false;
    owed -= 100;
    return true;
  };
}
