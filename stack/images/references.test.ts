import { describe, expect, it } from 'vitest';
import { CATALOGUE, COMPONENTS } from './catalogue.js';
import { officialReferences, registryOf } from './references.js';

describe('officialReferences', () => {
  it('is the name on Docker Hub when no registry is named', () => {
    expect(officialReferences('mariadb')).toEqual([CATALOGUE.mariadb.official.image]);
    expect(officialReferences('prometheus', '')).toEqual([CATALOGUE.prometheus.official.image]);
  });

  it('puts the prefix before the name, and tries the folder where mirrors keep official images of Docker Hub', () => {
    const { official } = CATALOGUE.mariadb;
    expect(officialReferences('prometheus', 'localhost:5000/mirror')).toEqual([
      `localhost:5000/mirror/${CATALOGUE.prometheus.official.image}`,
    ]);
    expect(officialReferences('mariadb', 'mirror.example.org')).toEqual([
      `mirror.example.org/${official.image}`,
      `mirror.example.org/library/${official.image}`,
    ]);
  });

  it('forgives a scheme and a slash at the end', () => {
    expect(officialReferences('prometheus', 'https://m.example.org/x/')).toEqual(
      officialReferences('prometheus', 'm.example.org/x'),
    );
  });
});

describe('registryOf', () => {
  it('finds the prefix again, whatever the version', () => {
    for (const component of COMPONENTS) {
      for (const prefix of ['', 'localhost:5000/mirror', 'm.example.org']) {
        for (const reference of officialReferences(component, prefix)) expect(registryOf(component, reference)).toBe(prefix);
      }
    }
    expect(registryOf('prometheus', 'm.example.org/prom/prometheus:v2.0.0')).toBe('m.example.org');
    expect(registryOf('prometheus', 'm.example.org/prom/prometheus@sha256:00')).toBe('m.example.org');
  });

  it('does not know other images', () => {
    expect(registryOf('mariadb', 'supops/debian:0123')).toBeUndefined();
  });
});
