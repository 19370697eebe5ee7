const SLOTS = 16_384;

/** The slot of a Redis Cluster in which a key lies: CRC16 (XMODEM) of the part in its first braces, or of all of it if there is none. */
export function slotOf(key: string): number {
  const part = /^[^{]*\{([^}]+)\}/.exec(key)?.[1] ?? key;
  let crc = 0;
  for (const byte of Buffer.from(part)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc % SLOTS;
}
