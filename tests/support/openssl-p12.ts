import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Holder { organizationName: string; creditCode: string }

/** Keys, certificates and PKCS#12 files as an authority hands them out, made by openssl in a folder of its own. */
export class OpensslAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'qinglan-openssl-'));
  private made = 0;

  /** A P-256 key; `rsa` for one the platform does not take. */
  key(rsa = false): string {
    const path = this.path('key.pem');
    execFileSync('openssl', ['genpkey', '-algorithm', ...(rsa ? ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'] : ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256']), '-out', path], { stdio: 'pipe' });
    return path;
  }

  /** SubjectPublicKeyInfo of a key, base64: what an authority is asked to certify. */
  publicKey(key: string): string {
    return execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-outform', 'DER'], { stdio: 'pipe' }).toString('base64');
  }

  /** A certificate signed by its own key: enough to see how a file is read. */
  selfSigned(key: string, { organizationName, creditCode }: Holder, usage: 'digitalSignature' | 'keyAgreement'): string {
    const [config, path] = [this.path('req.cnf'), this.path('crt.pem')];
    writeFileSync(config, `[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\nstring_mask=utf8only\n[dn]\nO=${organizationName}\norganizationIdentifier=${creditCode}\nCN=${organizationName}\n[ext]\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,${usage}\n`);
    execFileSync('openssl', ['req', '-new', '-x509', '-utf8', '-sha256', '-days', '365', '-key', key, '-config', config, '-out', path], { stdio: 'pipe' });
    return path;
  }

  pem(base64: string): string {
    const path = this.path('crt.pem');
    writeFileSync(path, `-----BEGIN CERTIFICATE-----\n${(base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`);
    return path;
  }

  /** `openssl pkcs12 -export`; `old` takes the ciphers of before 2010. */
  p12({ key, certificate, more, password, old = false }: { key?: string; certificate: string; more?: string; password: string; old?: boolean }): string {
    const path = this.path('keys.p12');
    execFileSync('openssl', [
      'pkcs12', '-export', ...(key ? ['-inkey', key] : ['-nokeys']), '-in', certificate, ...(more ? ['-certfile', more] : []), '-passout', `pass:${password}`, '-out', path,
      ...(old ? ['-legacy'] : ['-keypbe', 'AES-256-CBC', '-certpbe', 'AES-256-CBC']),
    ], { stdio: 'pipe' });
    return path;
  }

  bytes(path: string): Uint8Array<ArrayBuffer> { return new Uint8Array(readFileSync(path)); }

  close(): void { rmSync(this.folder, { recursive: true, force: true }); }

  private path(name: string): string { return join(this.folder, `${this.made += 1}-${name}`); }
}
