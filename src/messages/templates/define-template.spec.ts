import { describe, expect, it } from '@jest/globals';
import { defineMailTemplate, MailDataError, type MailTemplateOptions } from './define-template.js';
import { amount, day } from './words.js';

const brand = { name: 'Alpine & Söhne', replies: true };
const greeting = (over: Partial<MailTemplateOptions> = {}) =>
  defineMailTemplate({
    name: 'greeting',
    summary: 'To try templates',
    variables: {
      name: { kind: 'text', required: true, about: 'Who' },
      note: { kind: 'text', about: 'What else' },
      link: { kind: 'link', about: 'Where' },
      rows: {
        kind: 'list',
        about: 'Rows',
        fields: { label: { required: true, about: 'Label' }, more: { about: 'More' } },
      },
    },
    sample: { name: 'Ana' },
    subject: 'Hello {{name}}',
    html: '<p>{{name}}{{#if note}} {{note}}{{/if}}</p>{{#each rows}}<i>{{label}}{{more}}</i>{{/each}}<a href="{{link}}">x</a>',
    text: 'Hello {{name}}{{#if note}}, {{note}}{{/if}}',
    ...over,
  });

/** Names of what is wrong with the data. */
function problems(data: object): string[] {
  try {
    greeting().render(data, brand);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(MailDataError);
    return (error as MailDataError).problems.map(({ path }) => path);
  }
}

describe('a mail template', () => {
  it('writes subject, text and html', () => {
    const mail = greeting().render({ name: 'Ana', note: 'how are you?' }, brand);
    expect(mail.subject).toBe('Hello Ana');
    expect(mail.text).toBe('Hello Ana, how are you?\n\n-- \nAlpine & Söhne\n');
    expect(mail.html).toContain('<p>Ana how are you?</p>');
    expect(mail.html).toContain('<title>Hello Ana</title>');
    expect(mail.html).toContain('Alpine &amp; Söhne');
  });

  // bcit-ci/CodeIgniter#1498
  it('cuts a long subject between characters', () => {
    const { subject } = greeting().render({ name: `${'x'.repeat(243)}😀😀` }, brand);
    expect(subject).toBe(`Hello ${'x'.repeat(243)}`);
    expect(greeting().render({ name: `${'x'.repeat(242)}😀😀` }, brand).subject).toBe(`Hello ${'x'.repeat(242)}😀`);
  });

  it('escapes values in html, and only there', () => {
    const mail = greeting().render({ name: '<b>Ana</b> & "Co"', link: 'https://a.test/?x=1&y="><script>' }, brand);
    expect(mail.html).toContain('&lt;b&gt;Ana&lt;/b&gt; &amp; &quot;Co&quot;');
    expect(mail.html).not.toMatch(/<b>|<script>/);
    expect(mail.subject).toBe('Hello <b>Ana</b> & "Co"');
    expect(mail.text).toContain('<b>Ana</b> & "Co"');
  });

  it.each([
    [{}, ['name']],
    [{ name: null }, ['name']],
    [{ name: '  ' }, ['name']],
    [{ name: 'Ana', link: 'javascript:alert(1)' }, ['link']],
    [{ name: 'Ana', link: 'not a link' }, ['link']],
    [{ name: { first: 'Ana' } }, ['name']],
    [{ name: ['Ana'] }, ['name']],
    [{ name: Number.NaN }, ['name']],
    [{ name: 'x'.repeat(4_001) }, ['name']],
    [{ name: 'Ana', rows: [{ label: 'a' }, { more: 'b' }] }, ['rows.1.label']],
    [{ name: 'Ana', rows: 'many' }, ['rows']],
    [{ name: 'Ana', rows: [null] }, ['rows.0']],
    [{ rows: [{}] }, ['name', 'rows.0.label']],
  ])('names what is wrong with %j', (data, paths) => {
    expect(problems(data)).toEqual(paths);
  });

  it('takes numbers, and leaves out what no variable is declared for', () => {
    expect(greeting().render({ name: 0, constructor: 'x', unknown: { deep: 1 } }, brand).subject).toBe('Hello 0');
  });

  it('never says undefined, null or [object Object]', () => {
    const { html, text, subject } = greeting().render({ name: 'Ana', rows: [{ label: 'a' }] }, brand);
    expect(html + text + subject).not.toMatch(/undefined|null|\[object|NaN/);
  });

  it('asks for an answer only where one reaches the tenant', () => {
    expect(greeting().render({ name: 'Ana' }, brand).html).toContain('Just reply to this mail');
    expect(greeting().render({ name: 'Ana' }, { ...brand, replies: false }).html).not.toMatch(/reply/i);
  });

  it('keeps a subject on one line, and control characters out', () => {
    const { subject, text } = greeting().render({ name: 'Ana\r\nBcc: evil@x.test\u0000\u0007' }, brand);
    expect(subject).toBe('Hello Ana Bcc: evil@x.test');
    expect(text).not.toMatch(/[\u0000\u0007\r]/);
  });

  it('does not treat what it is given as a template', () => {
    expect(greeting().render({ name: '{{brand.name}} {{{name}}}' }, brand).subject).toBe(
      'Hello {{brand.name}} {{{name}}}',
    );
  });

  it.each([
    ['a name that is no declared variable', { html: '{{nmae}}' }],
    ['a sample that lacks what is required', { sample: {} }],
    ['a template that does not end', { text: '{{#if name}}' }],
    ['a name of its own making', { name: 'Not Kebab' }],
  ])('is refused with %s', (_, over) => {
    expect(() => greeting(over)).toThrow();
  });
});

describe('words', () => {
  it.each([
    ['2028-03-12', '12 March 2028'],
    ['2028-03-12T10:00:00Z', '12 March 2028'],
    ['next week', 'next week'],
    ['2028-13-12', '2028-13-12'],
    [null, ''],
  ])('day of %j is %j', (given, shown) => expect(day(given)).toBe(shown));

  it.each([
    ['1234.50', '1,234.50'],
    ['-1234567', '-1,234,567'],
    [999, '999'],
    ['0.5', '0.5'],
    ['from 12', 'from 12'],
    [undefined, ''],
  ])('amount of %j is %j', (given, shown) => expect(amount(given)).toBe(shown));
});
