import { expect, it } from '@jest/globals';
import type { Platform } from '../platform/harness.js';
import { accessibility, logIn, type Page } from './browser.js';

export interface RentalThings {
  /** Made final, of a run that made another one too. */
  statementId: string;
  importId: string;
  owner: number;
  listing: number;
}

/** What an accountant does with statements: sends them, reads what they come to and why, notes what was spent. */
export function rentalMoneyCases(world: () => { platform: Platform; page: Page }, things: () => RentalThings): void {
  const api = async <T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> => {
    const { platform } = world();
    const answer = await platform.call(method, `/api/v1${path}`, { token: platform.a.MANAGER.token, body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body as T;
  };
  const runOf = async () => (await api<{ jobs: { id: string }[] }>('GET', '/statements/jobs')).jobs[0]!.id;

  it('before statements are sent, their addresses are named, and who has none', async () => {
    const { platform, page } = world();
    const { statementId } = things();
    const asked = page.getByRole('alertdialog');
    const { ownerId } = await api<{ ownerId: number }>('GET', `/statements/${statementId}`);
    await logIn(page, platform.a.MANAGER, `/statements/${statementId}`);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await asked.getByText('There is nothing to send').waitFor();
    await asked.getByText(/Not sent: 1 statement/).waitFor();
    await asked.getByRole('button', { name: 'Set an address' }).click();
    await page.waitForURL(`**/owners/${ownerId}`);

    await api('PATCH', `/owners/${ownerId}`, { email: 'first@owners.example' });
    await page.goto(`/statements/${statementId}`);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await asked.getByText('first@owners.example').waitFor();
    await asked.getByRole('button', { name: 'Do not send' }).click();

    // Of a run, drafts are not sent; the other owner has no address.
    await page.goto(`/statements/runs/${await runOf()}`);
    const send = page.getByRole('button', { name: 'Send those that are final' });
    await send.click();
    await asked.getByText('Not sent: 1 statement not final yet.').waitFor();
    await asked.getByText('first@owners.example').waitFor();
    await asked.getByRole('button', { name: 'Do not send' }).click();
    const { statements } = await api<{ statements: { id: string; ownerId: number; state: string }[] }>(
      'GET',
      '/statements?from=2025-10-01&to=2025-10-31',
    );
    const other = statements.find(({ state }) => state === 'draft')!;
    await api('POST', `/statements/${other.id}/finalize`);
    await send.click();
    await asked.getByText(/^Not sent: 1 statement of Owner \d, who has no e-mail address\.$/).waitFor();
    await asked.getByRole('button', { name: 'Do not send' }).click();
    await api('PATCH', `/owners/${other.ownerId}`, { email: 'second@owners.example' });

    await page.goto('/statements?month=2025-10');
    await page.getByRole('checkbox', { name: 'Select row 1' }).check();
    await page.getByRole('checkbox', { name: 'Select row 2' }).check();
    await page.getByRole('button', { name: 'Send 2' }).click();
    await asked.getByText('2 statements go to 2 addresses, each with its PDF.').waitFor();
    expect(await asked.getByText('second@owners.example').isVisible()).toBe(false);
    await asked.getByText('Show them').click();
    for (const name of ['first', 'second']) await asked.getByText(`${name}@owners.example`).waitFor();
    expect(await accessibility(page)).toEqual([]);
    await asked.getByRole('button', { name: 'Do not send' }).click();
  });

  it('a payment is noted, is in the way of a void, and is taken back', async () => {
    const { platform, page } = world();
    const { statementId } = things();
    const dialog = page.getByRole('dialog');
    const left = async () => (await api<{ left: string }>('GET', `/statements/${statementId}`)).left;
    await logIn(page, platform.a.MANAGER, `/statements/${statementId}`);
    await page.getByRole('button', { name: 'Note a payment' }).click();
    await dialog.getByText('€240.00 is still to be paid out.').waitFor();
    await dialog.getByLabel('Amount in EUR').fill('40');
    await dialog.getByRole('button', { name: 'Note the payment' }).click();
    const payments = page.getByRole('region', { name: 'Paid for this statement' });
    await payments.getByText('€40.00').waitFor();
    expect(await left()).toBe('200.00');
    await page.getByRole('button', { name: 'Void', exact: true }).click();
    await dialog.getByText(/^Something was paid for it/).waitFor();
    expect(await dialog.getByRole('button', { name: 'Void it' }).count()).toBe(0);
    expect(await accessibility(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await payments.getByRole('button', { name: 'Take back the payment of €40.00' }).click();
    await dialog.getByLabel('Why').fill('It came back');
    await dialog.getByRole('button', { name: 'Take it back' }).click();
    // While the dialog is open, nothing below it has a role.
    await dialog.waitFor({ state: 'hidden' });
    await payments.waitFor({ state: 'hidden' });
    expect(await left()).toBe('240.00');
  });

  it('a run says what it comes to, and each owner; a form of one owner offers its listings only', async () => {
    const { platform, page } = world();
    const { owner } = things();
    await logIn(page, platform.a.MANAGER, `/statements/runs/${await runOf()}`);
    const totals = page.getByRole('table', { name: 'Totals by currency' });
    await totals.getByRole('row', { name: 'EUR 2 €480.00 €480.00' }).waitFor();
    await page.getByRole('button', { name: 'By owner' }).click();
    const owners = page.getByRole('table', { name: 'Owners of the run' });
    await owners.getByText('Owner 1').waitFor();
    expect(await owners.locator('[data-row]').count()).toBe(2);
    expect(await owners.locator('[data-row]').first().innerText()).toContain('€240.00');
    await owners.locator('[data-row] a[href^="/statements/"]').first().click();
    await page.waitForURL(/\/statements\/[0-9a-f-]{36}$/);

    await page.goto(`/statements?owner=${owner}&month=2025-10`);
    await page.getByRole('button', { name: 'Generate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 listings of the owner on these days').waitFor();
    const offered = dialog.getByLabel('Listing', { exact: true }).locator('option');
    expect(await offered.allInnerTexts()).toEqual(['All of them', 'Casa Azul', 'Listing 1']);
    // It has had its share of the other one since 2025.
    await dialog.getByLabel('First day').fill('2024-12-01');
    await dialog.getByLabel('Last day, included').fill('2024-12-31');
    await dialog.getByText('1 listing of the owner on these days').waitFor();
    expect(await offered.allInnerTexts()).toEqual(['All of them', 'Listing 1']);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  });

  it('a number leads to its reservation, which names the statement and the row of the file that it came from', async () => {
    const { platform, page } = world();
    const { statementId, importId } = things();
    const { number } = await api<{ number: string }>('GET', `/statements/${statementId}`);
    await logIn(page, platform.a.MANAGER, `/statements/${statementId}`);
    await page.getByRole('button', { name: /^Our fee of S-/ }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'open it' }).click();
    await page.getByRole('heading', { level: 1, name: /^Reservation S-/ }).waitFor();
    await page.getByText('No file tells of it: it came from test.').waitFor();
    await page.getByRole('region', { name: 'Statements of the reservation' }).getByText('€240.00').waitFor();
    await page.getByRole('link', { name: number }).click();
    await page.waitForURL(`**/statements/${statementId}`);

    await page.goto(`/imports/${importId}`);
    await page.getByRole('link', { name: 'HMTEST0001' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Reservation HMTEST0001' }).waitFor();
    const rows = page.getByRole('region', { name: 'Rows of files' });
    await rows.getByText('=airbnb <b>.csv').first().waitFor();
    expect(await rows.locator('tbody tr').count()).toBe(2);
    // 1,200.00 less what was refunded, and the channel's fee.
    await page.getByRole('region', { name: 'Amounts of the reservation' }).getByText('They agree').waitFor();
    await rows.getByRole('link', { name: 'Line 4' }).click();
    await page.waitForURL(/line=4/);
    await page.getByRole('button', { name: 'From line 4 on: show all' }).waitFor();
    const lines = page.getByRole('table', { name: 'Rows of the file' }).locator('[data-row]');
    await lines.first().waitFor();
    expect(await lines.count()).toBe(1);
  });

  it('rejected rows are a file, which is mended and dropped again', async () => {
    const { platform, page } = world();
    const { imports } = await api<{ imports: { id: string; name: string }[] }>('GET', '/statement-imports');
    await logIn(page, platform.a.MANAGER, `/imports/${imports.find(({ name }) => name === 'wrong.csv')!.id}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /to mend, as a file$/ }).click(),
    ]);
    const parts: Buffer[] = [];
    for await (const part of await download.createReadStream()) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    expect(text).toContain('Nightshift message,Date,Arriving by date,Type,');
    await page.goto('/imports');
    const mended = {
      name: 'mended.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text.replace('09/25/2026', '09/11/2026')),
    };
    await page.getByLabel('File of stays and payouts').setInputFiles(mended);
    await page.getByRole('heading', { level: 1, name: 'mended.csv' }).waitFor();
    await page.getByRole('table', { name: 'Rows of the file' }).locator('.state', { hasText: 'New' }).first().waitFor();
    expect(await page.getByText('left out').count()).toBe(0);
  });

  it('what was spent is noted with its receipt, changed and voided; an opening balance is kept and taken back', async () => {
    const { platform, page } = world();
    const { owner, listing } = things();
    const dialog = page.getByRole('dialog');
    await logIn(page, platform.a.MANAGER, `/listings/${listing}`);
    await page.getByRole('button', { name: 'New expense' }).click();
    await dialog.getByLabel('What').fill('Boiler <b>valve');
    await dialog.getByLabel('Amount').fill('86,5x');
    await dialog.getByLabel('Day').fill('2025-11-03');
    const receipt = { name: 'valve.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF valve') };
    await dialog.getByLabel('Receipt (optional)').setInputFiles(receipt);
    expect(await accessibility(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Note it' }).click();
    await dialog
      .getByText(/^Digits, with one comma or point/)
      .first()
      .waitFor();
    await dialog.getByLabel('Amount').fill('86.50');
    await dialog.getByRole('button', { name: 'Note it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const table = page.getByRole('region', { name: 'Expenses of the listing' });
    await table.getByRole('link', { name: 'Receipt of Boiler <b>valve' }).waitFor();
    const spent = async () =>
      (await api<{ expenses: object[] }>('GET', `/expenses?listingId=${listing}&voided=true`)).expenses;
    expect(await spent()).toMatchObject([
      {
        description: 'Boiler <b>valve',
        amount: '86.50',
        day: '2025-11-03',
        ownerId: null,
        receiptUrl: expect.anything(),
      },
    ]);
    await page.getByRole('button', { name: 'Change Boiler <b>valve' }).click();
    await dialog.getByLabel('Amount').fill('90');
    await dialog.getByLabel('Take its receipt away').check();
    await dialog.getByRole('button', { name: 'Change it' }).click();
    await table.getByText('€90.00').waitFor();
    expect(await spent()).toMatchObject([{ amount: '90.00', receiptUrl: null }]);
    await page.getByRole('button', { name: 'Void: Boiler <b>valve' }).click();
    await dialog.getByLabel('Why').fill('Entered twice');
    await dialog.getByRole('button', { name: 'Void it' }).click();
    await page.getByText('Nothing was spent for it yet.').waitFor();
    expect(await spent()).toMatchObject([{ voidReason: 'Entered twice' }]);

    await page.goto(`/owners/${owner}`);
    await page.getByRole('button', { name: 'Opening balance' }).click();
    await dialog.getByLabel('Owed to the owner, EUR').fill('-40.00');
    await dialog.getByLabel('At the end of').fill('2024-12-31');
    expect(await accessibility(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const kept = async () =>
      (await api<{ openingBalances: object[] }>('GET', `/owners/${owner}/opening-balances`)).openingBalances;
    expect(await kept()).toMatchObject([{ amount: '-40.00', date: '2024-12-31', listingId: null }]);
    await page.getByRole('button', { name: 'Take back the opening balance, All listings' }).click();
    await page.getByText('The opening balance is taken back').waitFor();
    expect(await kept()).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Take back the opening balance, All listings' }).waitFor();
    expect(await kept()).toMatchObject([{ amount: '-40.00' }]);
  });
}
