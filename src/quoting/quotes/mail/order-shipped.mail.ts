import { defineMailTemplate } from '../../../messages/index.js';
import { facts, GREETING, heading, listTable, paragraph, QUOTE } from './parts.js';

export const OrderShipped = defineMailTemplate({
  name: 'order-shipped',
  summary: 'To the customer: the order is on its way',
  variables: {
    orderNumber: { kind: 'text', required: true, about: 'Number of the order' },
    customerName: QUOTE.customerName,
    carrier: { kind: 'text', required: true, about: 'Who brings it' },
    trackingNumber: { kind: 'text', about: "The carrier's number" },
    trackingUrl: { kind: 'link', about: 'Where it can be followed' },
    expectedOn: { kind: 'text', about: 'Day on which it should arrive: 2028-03-28' },
    address: { kind: 'text', about: 'Where it goes; lines by line breaks' },
    lines: {
      kind: 'list',
      about: 'What is in the parcel',
      fields: { name: { required: true, about: 'Part' }, quantity: { about: 'Pieces' } },
    },
  },
  sample: {
    orderNumber: 'O-2028-0017',
    customerName: 'Ana Sousa',
    carrier: 'DHL Express',
    trackingNumber: 'JD014600006281230704',
    trackingUrl: 'https://track.example.com/JD014600006281230704',
    expectedOn: '2028-03-28',
    address: 'Sousa Robótica, Lda.\nRua Augusta 1\n1100-048 Lisboa',
    lines: [
      { name: 'bracket.stl', quantity: 40 },
      { name: 'housing-v3.step', quantity: 4 },
    ],
  },
  subject: 'Your order {{orderNumber}} is on its way',
  preview: 'With {{carrier}}{{#if expectedOn}}, expected on {{day expectedOn}}{{/if}}.',
  html: [
    heading('Your order is on its way'),
    GREETING.html,
    paragraph('We have handed your order {{orderNumber}} to {{carrier}}.'),
    facts([
      { label: 'Order', shownIf: 'orderNumber', value: '{{orderNumber}}' },
      { label: 'Carrier', shownIf: 'carrier', value: '{{carrier}}' },
      { label: 'Tracking', shownIf: 'trackingNumber', value: '{{trackingNumber}}', strong: true },
      { label: 'Expected on', shownIf: 'expectedOn', value: '{{day expectedOn}}' },
      { label: 'Goes to', shownIf: 'address', value: '<span style="white-space:pre-line">{{address}}</span>' },
    ]),
    listTable('lines', 'In the parcel', [
      { head: 'Part', value: '{{name}}' },
      { head: 'Pieces', value: '{{quantity}}', right: true },
    ]),
    '{{#if trackingUrl}}{{> button href=trackingUrl label="Follow the parcel"}}{{/if}}',
  ].join('\n'),
  text: `${GREETING.text}We have handed your order {{orderNumber}} to {{carrier}}.

{{#if trackingNumber}}Tracking: {{trackingNumber}}
{{/if}}{{#if expectedOn}}Expected on: {{day expectedOn}}
{{/if}}{{#if address}}Goes to:
{{address}}
{{/if}}{{#if lines.length}}
In the parcel:
{{#each lines}}- {{name}}{{#if quantity}}, quantity {{quantity}}{{/if}}
{{/each}}{{/if}}{{#if trackingUrl}}
Follow the parcel:
{{trackingUrl}}{{/if}}`,
});
