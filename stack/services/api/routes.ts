import express, { type RequestHandler, Router } from 'express';
import type { Shop } from './shop.js';

const MAX_QUANTITY = 100;

/**
 * The shop's routes; what they throw is answered by the application.
 * @param before passed by each request once its route is known
 */
export function shopRoutes(shop: Shop, before: RequestHandler): Router {
  const router = Router();
  router.get('/api/products', before, async (_req, res) => {
    res.json({ products: await shop.products() });
  });
  router.get('/api/products/:id', before, async (req, res) => {
    const id = positive(req.params.id);
    const product = id === undefined ? undefined : await shop.product(id);
    if (product) res.json(product);
    else res.status(404).json({ error: 'no such product' });
  });
  router.get('/api/orders/recent', before, async (_req, res) => {
    res.set('cache-control', 'no-store').json(await shop.recentOrders());
  });
  router.get('/api/reports/sales', before, async (_req, res) => {
    res.set('cache-control', 'no-store').json({ sales: await shop.sales() });
  });
  router.post('/api/orders', before, express.json({ limit: '4kb' }), async (req, res) => {
    const productId = positive(req.body?.productId);
    const quantity = positive(req.body?.quantity ?? 1);
    if (productId === undefined || quantity === undefined || quantity > MAX_QUANTITY) {
      res.status(400).json({ error: `productId and quantity (1 to ${MAX_QUANTITY}) are needed` });
      return;
    }
    const id = await shop.placeOrder(productId, quantity);
    if (id === undefined) res.status(404).json({ error: 'no such product' });
    else res.status(201).json({ id, productId, quantity });
  });
  return router;
}

/** A whole number from 1 to 2³¹ − 1 (MariaDB's INT), from a number or its decimal text. */
function positive(value: unknown): number | undefined {
  if (typeof value !== 'number' && !(typeof value === 'string' && /^\d{1,10}$/.test(value))) return undefined;
  const number = Number(value);
  return Number.isInteger(number) && number >= 1 && number <= 2_147_483_647 ? number : undefined;
}
