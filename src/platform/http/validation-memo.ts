import { getMetadataStorage } from 'class-validator';

type Look = ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas'];

/**
 * For every object it checks, class-validator goes through all classes there are, to find those the object's class
 * inherits from. A class does not change once it has been checked by: what was found is remembered.
 */
function rememberRules(): void {
  const storage = getMetadataStorage();
  const look: Look = storage.getTargetValidationMetadatas.bind(storage);
  const known = new WeakMap<object, ReturnType<Look>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strict, groups) => {
    if (schema || always || strict || groups?.length) return look(target, schema, always, strict, groups);
    let rules = known.get(target);
    if (!rules) known.set(target, (rules = look(target, schema, always, strict, groups)));
    return rules;
  };
}

rememberRules();
