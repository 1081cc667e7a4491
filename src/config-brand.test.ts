import assert from 'node:assert/strict';
import { it } from 'node:test';
import { brandForms } from './config-brand.ts';

const forms: [name: string, of: string, start: string, beside: string][] = [
  ["l'Opcommerce", "de l'Opcommerce", "L'Opcommerce", "l'Opcommerce"],
  ["L'Opcommerce", "de l'Opcommerce", "L'Opcommerce", "L'Opcommerce"],
  ['la Mutuelle', 'de la Mutuelle', 'La Mutuelle', 'de la Mutuelle'],
  ['le Groupe Vert', 'du Groupe Vert', 'Le Groupe Vert', 'du Groupe Vert'],
  ['les Ateliers', 'des Ateliers', 'Les Ateliers', 'des Ateliers'],
  ['Acme', "d'Acme", 'Acme', 'Acme'],
  ['Éole', "d'Éole", 'Éole', 'Éole'],
  ['Harmonie', "d'Harmonie", 'Harmonie', 'Harmonie'],
  ['Yves Rocher', "d'Yves Rocher", 'Yves Rocher', 'Yves Rocher'],
  ['Yoopies', 'de Yoopies', 'Yoopies', 'Yoopies'],
  ['Lesaffre', 'de Lesaffre', 'Lesaffre', 'Lesaffre'],
  ['3M', 'de 3M', '3M', '3M'],
];
for (const [name, of, start, beside] of forms) {
  it(`gives « ${name} » its forms`, () => {
    assert.deepEqual(brandForms(name), { alone: name, of, start, beside });
  });
}

it('lets the operator say what no rule can know', () => {
  assert.equal(brandForms('Hop', { of: 'de Hop' }).of, 'de Hop');
});
