/** Given names, family names and countries of the demo's guests; all invented pairs. */
export const GUESTS: readonly { country: string; given: readonly string[]; family: readonly string[] }[] = [
  {
    country: 'PT',
    given: ['Ana', 'João', 'Inês', 'Tiago', 'Marta', 'Rui'],
    family: ['Sousa', 'Conceição', 'Magalhães', 'Pires', 'Antunes'],
  },
  {
    country: 'ES',
    given: ['Lucía', 'Álvaro', 'Carmen', 'Iñigo', 'Nuria', 'Diego'],
    family: ['Muñoz', 'Ibáñez', 'Castaño', 'Vidal', 'Zubiri'],
  },
  {
    country: 'GB',
    given: ['Emma', 'Oliver', 'Harriet', 'Callum', 'Priya', 'George'],
    family: ['Whitfield', 'Patel', 'Okafor', 'Hughes', 'MacLeod'],
  },
  {
    country: 'DE',
    given: ['Jürgen', 'Katja', 'Lukas', 'Anneliese', 'Mehmet', 'Sabine'],
    family: ['Schäfer', 'Weiß', 'Krüger', 'Yıldız', 'Brandt'],
  },
  {
    country: 'PL',
    given: ['Łukasz', 'Małgorzata', 'Paweł', 'Zofia', 'Grzegorz'],
    family: ['Żółtowski', 'Wiśniewska', 'Dąbrowski', 'Kaczmarek'],
  },
  {
    country: 'US',
    given: ['Jennifer', 'Marcus', 'Ashley', 'Hiroshi', 'Maria', 'Tyler'],
    family: ['Carter', 'Nguyen', 'O’Brien', 'Rodriguez', 'Feldman'],
  },
  {
    country: 'FR',
    given: ['Élodie', 'François', 'Chloé', 'Mathieu', 'Aïcha'],
    family: ['Lefèvre', 'Béranger', 'Dubois', 'Garnier'],
  },
];

export const CHANNELS: readonly (readonly [string, number])[] = [
  ['direct', 30],
  ['booking.com', 38],
  ['expedia', 14],
  ['corporate', 10],
  ['phone', 8],
];
