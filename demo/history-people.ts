const firstNames =
  'Inès,Louis,Fatima,Hugo,Jeanne,Karim,Léa,Mathieu,Nadia,Olivier,Pauline,Quentin,Rachida,Simon,Thérèse,Victor'.split(
    ',',
  );
const lastNames =
  'Bernard,Caron,Diallo,Fournier,Garnier,Haddad,Lambert,Moreau,Nguyen,Perrin,Roux,Vidal'.split(',');

/** The nth made-up member: always the same name and address, never those of another. */
export function memberOf(index: number): { name: string; email: string } {
  const first = firstNames[index % firstNames.length]!;
  // Steps through the other names, so that neighbours do not share one.
  const last = lastNames[(index * 5 + Math.floor(index / firstNames.length)) % lastNames.length]!;
  const plain = `${first}.${last}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return { name: `${first} ${last}`, email: `${plain}.${index + 1}@membres.example` };
}
