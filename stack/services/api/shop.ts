import type { Milliseconds } from '../../../core/time.js';
import { type Cache, readThrough } from './cache.js';
import type { Database } from './database.js';

/** A product, prices in cents. */
export interface Product {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
  readonly stock: number;
}

/** An order of one product. */
export interface Order {
  readonly id: number;
  readonly productId: number;
  readonly product: string;
  readonly quantity: number;
  readonly totalCents: number;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** The newest orders, and how many there are. */
export interface RecentOrders {
  readonly orders: readonly Order[];
  readonly total: number;
}

/** What was sold of one product. */
export interface Sales {
  readonly productId: number;
  readonly product: string;
  readonly orders: number;
  readonly totalCents: number;
}

/** What the shop can do. Every method rejects with `DatabaseUnavailable` if it cannot answer. */
export interface Shop {
  products(): Promise<readonly Product[]>;
  product(id: number): Promise<Product | undefined>;
  recentOrders(): Promise<RecentOrders>;
  /** A report on all orders; takes more than a second. */
  sales(): Promise<readonly Sales[]>;
  /** @returns the order's id, or `undefined` if the product does not exist. */
  placeOrder(productId: number, quantity: number): Promise<number | undefined>;
  /** Rejects unless a query succeeds. */
  ping(): Promise<void>;
}

const TTL_SECONDS = 5;
const PRODUCT = 'SELECT id, name, description, price_cents AS priceCents, stock FROM products';
const RECENT_ORDERS = `SELECT o.id, o.product_id AS productId, p.name AS product, o.quantity, o.total_cents AS totalCents,
  DATE_FORMAT(o.created_at, '%Y-%m-%dT%TZ') AS createdAt
  FROM orders o JOIN products p ON p.id = o.product_id ORDER BY o.created_at DESC, o.id DESC LIMIT 20`;
// It stands for a report on years of orders, which the seed does not have: each product takes as long as a scan of many rows would.
const SALES = `SELECT p.id AS productId, p.name AS product,
  (SELECT COUNT(*) FROM orders o WHERE o.product_id = p.id) AS orders,
  (SELECT CAST(COALESCE(SUM(o.total_cents), 0) AS SIGNED) FROM orders o WHERE o.product_id = p.id) AS totalCents,
  SLEEP(0.06) AS slept FROM products p ORDER BY p.id`;
const SALES_TIMEOUT_MS: Milliseconds = 10_000;
const PLACE_ORDER = `INSERT INTO orders (product_id, quantity, total_cents, created_at)
  SELECT id, ?, price_cents * ?, UTC_TIMESTAMP() FROM products WHERE id = ?`;

/** The shop in the database, its products read through the cache. Orders are never cached: they show at once when the database is gone. */
export function openShop(database: Database, cache: Cache): Shop {
  return {
    products: async () =>
      (await readThrough(cache, { key: 'products', ttlSeconds: TTL_SECONDS }, () =>
        database.rows<Product>(`${PRODUCT} ORDER BY id`),
      )) ?? [],
    product: (id) =>
      readThrough(
        cache,
        { key: `product:${id}`, ttlSeconds: TTL_SECONDS },
        async () => (await database.rows<Product>(`${PRODUCT} WHERE id = ?`, [id]))[0],
      ),
    recentOrders: async () => {
      const orders = await database.rows<Order>(RECENT_ORDERS);
      const [count] = await database.rows<{ readonly total: number }>('SELECT COUNT(*) AS total FROM orders');
      return { orders, total: count?.total ?? 0 };
    },
    sales: async () =>
      (await database.rows<Sales>(SALES, [], SALES_TIMEOUT_MS)).map(({ productId, product, orders, totalCents }) => ({
        productId,
        product,
        orders,
        totalCents,
      })),
    placeOrder: async (productId, quantity) => {
      const { affectedRows, insertId } = await database.execute(PLACE_ORDER, [quantity, quantity, productId]);
      return affectedRows === 1 ? insertId : undefined;
    },
    ping: async () => {
      await database.rows('SELECT 1');
    },
  };
}
