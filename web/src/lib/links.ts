/** Opens the person's mail program with this address, whatever signs it has. */
export const mailTo = (address: string): string => `mailto:${encodeURIComponent(address).replaceAll('%40', '@')}`;
