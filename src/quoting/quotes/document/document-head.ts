import { GREY, type Pdf } from '../../../platform/pdf/index.js';
import type { Letterhead, QuoteWithItems } from '../quote-row.js';

interface DocumentHead {
  letterhead: Letterhead;
  recipient: QuoteWithItems['recipient'];
  /** What the document is, in large letters. */
  title: string;
  /** What stands above the recipient. */
  label: string;
  /** Name and value, on the right. */
  facts: readonly (readonly string[])[];
}

/** The head of what a workshop sends to a customer: who sends it, to whom, and what it is. */
export function documentHead(pdf: Pdf, { letterhead, recipient, title, label, facts }: DocumentHead): void {
  const right = { x: pdf.left + 300, width: pdf.width - 300 };
  pdf.sideBySide(
    () => {
      pdf.text(letterhead.shopName, { size: 15, weight: 'bold', width: 290 });
      if (letterhead.shopAddress) pdf.text(letterhead.shopAddress, { color: GREY, width: 290 });
    },
    () => pdf.text(title, { ...right, size: 22, weight: 'bold', align: 'right' }),
  );
  pdf.space(28);
  pdf.sideBySide(
    () => {
      pdf.text(label, { size: 7.5, color: GREY });
      pdf.space(2);
      if (recipient.company) pdf.text(recipient.company, { size: 10, weight: 'bold', width: 290 });
      pdf.text(recipient.name, { size: 10, weight: recipient.company ? 'regular' : 'bold', width: 290 });
      if (recipient.address) pdf.text(recipient.address, { width: 290 });
      pdf.text(recipient.email, { color: GREY, width: 290 });
    },
    () => {
      for (const [name, value] of facts) {
        pdf.put(name!, { ...right, color: GREY, width: 90 });
        pdf.y += pdf.put(value!, { x: right.x + 90, width: right.width - 90, align: 'right', weight: 'bold' }) + 3;
      }
    },
  );
  pdf.space(20);
}
