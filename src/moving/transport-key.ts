import { createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { pack, seal, unpack, unseal } from '../edges/keyfile/envelope.js';

/** 64 MiB and a tenth of a second: guessing passphrases is dear, and one is asked for once. */
const cost = { N: 65_536, r: 8, p: 1, maxmem: 128 << 20 };
const keyBytes = 32;
const saltBytes = 16;
const known = 'hostwright export';

/** What a file is sealed under on its way: keys made of a passphrase that only the person who moves it knows. */
export class TransportKey {
  readonly #wrapKey: Buffer;
  readonly #macKey: Buffer;

  private constructor(
    key: Buffer,
    /** Goes with the file; base64. */
    readonly salt: string,
  ) {
    this.#wrapKey = Buffer.from(hkdfSync('sha256', key, '', 'hostwright export wrap', keyBytes));
    this.#macKey = Buffer.from(hkdfSync('sha256', key, '', 'hostwright export mac', keyBytes));
  }

  static async of(passphrase: string, salt = randomBytes(saltBytes).toString('base64')): Promise<TransportKey> {
    const key = await new Promise<Buffer>((resolve, reject) => {
      scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), keyBytes, cost, (error, made) =>
        error === null ? resolve(made) : reject(error),
      );
    });
    return new TransportKey(key, salt);
  }

  /** By which the right passphrase is known later on. */
  check(): string {
    return pack(seal(this.#wrapKey, Buffer.from(known), known)).toString('base64');
  }

  fits(check: string): boolean {
    try {
      return unseal(this.#wrapKey, unpack(Buffer.from(check, 'base64')), known).toString() === known;
    } catch {
      // The cipher says no more than that something differs.
      return false;
    }
  }

  wrap(dek: Buffer, context: string): Buffer {
    return pack(seal(this.#wrapKey, dek, context));
  }

  unwrap(wrapped: Buffer, context: string): Buffer {
    return unseal(this.#wrapKey, unpack(wrapped), context);
  }

  mac(text: string): string {
    return createHmac('sha256', this.#macKey).update(text, 'utf8').digest('base64');
  }

  sameMac(text: string, mac: string): boolean {
    const expected = Buffer.from(this.mac(text), 'base64');
    const given = Buffer.from(mac, 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
