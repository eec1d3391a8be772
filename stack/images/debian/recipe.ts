import { createHash } from 'node:crypto';
import { CATALOGUE, COMPONENTS } from '../catalogue.js';

/** What goes into the one image that holds all components as Debian packages. Equal recipes give the same image name. */
export interface Recipe {
  readonly suite: string;
  /** As Debian names it: `amd64`. */
  readonly architecture: string;
  readonly packages: readonly string[];
  /** Shell script that is run with the root file system as first argument, after all packages were extracted. */
  readonly script: string;
}

/** No package lists the essential ones as dependencies; these are what the scripts of components need, and what makes the tree Debian. */
const BASE_PACKAGES = ['base-files', 'base-passwd', 'bash', 'ca-certificates', 'coreutils', 'dash', 'grep', 'hostname', 'sed'];

/** What the agents of network faults work with. */
const NETWORK_PACKAGES = ['iproute2', 'iptables'];

/**
 * Packages are only extracted, which takes a third of the time of an installation: no maintainer script runs. What these would
 * have done and a component needs is done here: user names and the bundle of CA certificates. The rest makes the image smaller.
 */
const FINISH_SCRIPT = `set -eu
cd "$1"
cp usr/share/base-passwd/passwd.master etc/passwd
cp usr/share/base-passwd/group.master etc/group
mkdir -p etc/ssl/certs
cat usr/share/ca-certificates/mozilla/*.crt > etc/ssl/certs/ca-certificates.crt
find usr/share/doc -mindepth 1 ! -type d ! -name copyright -delete
find usr/share/doc -mindepth 1 -type d -empty -delete
rm -rf usr/share/man usr/share/info usr/share/locale usr/share/lintian usr/include
rm -rf usr/share/perl usr/share/perl5 usr/lib/*/perl
rm -rf usr/share/javascript/moment-timezone/data/unpacked usr/share/nodejs/@types
rm -f etc/hostname etc/resolv.conf
`;

/** Names of architectures: the engine's → Debian's. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  amd64: 'amd64',
  aarch64: 'arm64',
  arm64: 'arm64',
  armv7l: 'armhf',
  ppc64le: 'ppc64el',
  riscv64: 'riscv64',
  s390x: 's390x',
};

/**
 * The recipe for an engine; undefined if Debian has nothing for its architecture.
 * @param architecture of the engine, in its own words
 */
export function recipeFor(architecture: string): Recipe | undefined {
  const debian = ARCHITECTURES[architecture];
  if (debian === undefined) return undefined;
  const packages = new Set([
    ...BASE_PACKAGES,
    ...NETWORK_PACKAGES,
    ...COMPONENTS.flatMap((name) => CATALOGUE[name].debian.packages),
  ]);
  return { suite: 'trixie', architecture: debian, packages: [...packages].sort(), script: FINISH_SCRIPT };
}

/** The image's name: it changes with anything in the recipe, so that an image that exists under it needs no build. */
export function imageNameOf(recipe: Recipe): string {
  const hash = createHash('sha256').update(JSON.stringify(bootstrapArguments(recipe, { mirror: '' })));
  return `supops/debian:${hash.digest('hex').slice(0, 12)}`;
}

/** Where packages come from. */
export interface PackageSource {
  /** Absent: what mmdebstrap takes for the suite by itself. */
  readonly mirror?: string;
  /** File with the archive's keys; absent: what apt on this machine trusts. */
  readonly keyring?: string;
}

/** Arguments of mmdebstrap that write the root file system to standard output as a tar. */
export function bootstrapArguments(recipe: Recipe, source: PackageSource): readonly string[] {
  const { mirror, keyring } = source;
  const signedBy = keyring === undefined ? '' : `[signed-by=${keyring}] `;
  return [
    ...(mirror === undefined && keyring !== undefined ? [`--keyring=${keyring}`] : []),
    '--variant=extract',
    `--architectures=${recipe.architecture}`,
    '--format=tar',
    '--skip=output/dev',
    // Prints every package as it is fetched, for progress.
    '--verbose',
    '--aptopt=APT::Install-Recommends "false"',
    '--aptopt=Acquire::Languages "none"',
    '--aptopt=Acquire::http::Timeout "20"',
    '--aptopt=Acquire::https::Timeout "20"',
    '--aptopt=Acquire::Retries "2"',
    `--extract-hook=${recipe.script}`,
    `--include=${recipe.packages.join(',')}`,
    recipe.suite,
    '-',
    ...(mirror === undefined ? [] : [`deb ${signedBy}${mirror} ${recipe.suite} main`]),
  ];
}
