-- The shop's schema, its seed data and the accounts. Run by the server at every start, before it accepts connections: every
-- statement may be repeated. The first one that fails ends the file, so the accounts come last and readiness is judged by them.
CREATE DATABASE IF NOT EXISTS shop CHARACTER SET utf8mb4;

CREATE TABLE IF NOT EXISTS shop.products (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  description VARCHAR(200) NOT NULL,
  price_cents INT NOT NULL,
  stock INT NOT NULL,
  UNIQUE KEY products_name (name)
) ENGINE=InnoDB;

CREATE TABLE IF NOT EXISTS shop.orders (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  product_id INT NOT NULL,
  quantity INT NOT NULL,
  total_cents INT NOT NULL,
  created_at DATETIME NOT NULL,
  KEY orders_created_at (created_at),
  KEY orders_product_id (product_id),
  CONSTRAINT orders_product FOREIGN KEY (product_id) REFERENCES shop.products (id)
) ENGINE=InnoDB;

INSERT IGNORE INTO shop.products (id, name, description, price_cents, stock) VALUES
  (1, 'Fire extinguisher', 'Six kilos of powder, for when the dashboard is red.', 4990, 40),
  (2, 'Smoke detector', 'Notices before the customer does.', 1990, 120),
  (3, 'Fire blanket', 'Mutes the symptom, not the cause.', 1490, 75),
  (4, 'Emergency lamp', 'Finds the breaker when the lights are out.', 2490, 60),
  (5, 'Siren', 'One hundred and ten decibels, no snooze button.', 3490, 35),
  (6, 'Pager', 'Classic model, vibrates on the night table.', 5990, 25),
  (7, 'Evacuation plan', 'Framed, with a place for your own arrows.', 990, 200),
  (8, 'Stopwatch', 'Time to detect, time to repair.', 1790, 90),
  (9, 'High-visibility vest', 'So that everybody knows who is in charge.', 890, 300),
  (10, 'First-aid kit', 'Plasters, scissors and a rollback.', 2990, 80),
  (11, 'Logbook', 'Two hundred numbered pages, append only.', 1290, 150),
  (12, 'Megaphone', 'For the status page of the analogue world.', 3990, 30),
  (13, 'Hard hat', 'Protects against falling pods.', 2190, 110),
  (14, 'Fire hose', 'Twenty metres, no back-pressure.', 8990, 15),
  (15, 'Alarm bell', 'Rings once for every page.', 2790, 45),
  (16, 'Torch', 'Runs for nine nines of the night.', 1590, 140),
  (17, 'Walkie-talkies', 'A pair: one for you, one for the database.', 6990, 20),
  (18, 'Safety goggles', 'See through the noise.', 1190, 160),
  (19, 'Coffee beans', 'One kilo, dark, for the second shift.', 1890, 250),
  (20, 'Whiteboard', 'Blameless on both sides.', 9990, 12);

-- Two hundred orders of the last days, spread over the products by fixed steps.
INSERT IGNORE INTO shop.orders (id, product_id, quantity, total_cents, created_at)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 200)
SELECT n, p.id, 1 + n % 3, p.price_cents * (1 + n % 3), UTC_TIMESTAMP() - INTERVAL (201 - n) * 17 MINUTE
FROM numbers JOIN shop.products p ON p.id = 1 + (n * 7) % 20;

-- Nobody but these two comes in over the network, and root not at all.
CREATE USER IF NOT EXISTS shop@'%' IDENTIFIED BY '{{SHOP_PASSWORD}}';
ALTER USER shop@'%' IDENTIFIED BY '{{SHOP_PASSWORD}}';
GRANT SELECT, INSERT, UPDATE, DELETE ON shop.* TO shop@'%';

CREATE USER IF NOT EXISTS exporter@'%' IDENTIFIED BY '{{EXPORTER_PASSWORD}}';
ALTER USER exporter@'%' IDENTIFIED BY '{{EXPORTER_PASSWORD}}';
GRANT PROCESS, REPLICATION CLIENT, SLAVE MONITOR, SELECT ON *.* TO exporter@'%';

-- What faults do to the database: they lock its tables, take its connections, make it read-only and hide its indexes.
CREATE USER IF NOT EXISTS faults@'%' IDENTIFIED BY '{{FAULTS_PASSWORD}}';
ALTER USER faults@'%' IDENTIFIED BY '{{FAULTS_PASSWORD}}';
GRANT SELECT, LOCK TABLES, ALTER, INDEX, INSERT, CREATE ON shop.* TO faults@'%';
GRANT PROCESS, READ_ONLY ADMIN ON *.* TO faults@'%';

DROP USER IF EXISTS root@'127.0.0.1', root@'::1', root@'%', ''@localhost;
ALTER USER IF EXISTS root@localhost ACCOUNT LOCK;
