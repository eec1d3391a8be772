import { describe, expect, it } from 'vitest';
import { hostMirror } from './mirror.js';

const BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n';
const list = (text: string) => ({ name: 'sources.list', text });
const deb822 = (text: string) => ({ name: 'debian.sources', text });

describe('hostMirror', () => {
  it('reads the deb822 format, with comments, folded fields and several stanzas', () => {
    const text = `# the security archive comes first
Types: deb
URIs: http://security.example.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb deb-src
URIs: http://ftp.example.org/debian/
# moved here in spring
Suites: bookworm
  bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;
    expect(hostMirror(BOOKWORM, [deb822(text)])).toBe('http://ftp.example.org/debian');
  });

  it('reads the one-line format, with options and comments', () => {
    const text = `# deb http://old.example.org/debian bookworm main
deb cdrom:[Debian GNU/Linux 12]/ bookworm main
deb-src http://source.example.org/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] https://cache.example.org/remote bookworm main # near
`;
    expect(hostMirror(BOOKWORM, [list(text)])).toBe('https://cache.example.org/remote');
  });

  it('is not misled by third parties that use the same suite names', () => {
    const third = list(`deb [signed-by=/etc/apt/keyrings/docker.asc] https://download.example.com/linux/debian bookworm stable
deb [signed-by=/etc/apt/keyrings/vpn.gpg] https://vpn.example.com/stable/debian bookworm main
deb https://php.example.com/php bookworm main
`);
    expect(hostMirror(BOOKWORM, [third])).toBeUndefined();
    expect(hostMirror(BOOKWORM, [third, list('deb http://ftp.example.org/debian bookworm main\n')])).toBe(
      'http://ftp.example.org/debian',
    );
  });

  it('leaves out what is disabled', () => {
    const text = 'Enabled: no\nTypes: deb\nURIs: http://ftp.example.org/debian\nSuites: bookworm\nComponents: main\n';
    expect(hostMirror(BOOKWORM, [deb822(text)])).toBeUndefined();
  });

  it('knows no mirror on a host that is not Debian', () => {
    const text = 'deb http://archive.example.org/debian bookworm main\n';
    expect(hostMirror('ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n', [list(text)])).toBeUndefined();
  });
});
