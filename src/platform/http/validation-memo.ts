import { getMetadataStorage } from 'class-validator';

type Look = ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas'];

/**
 * For every object it checks, class-validator searches all classes for those that the object's class inherits from. A class
 * does not change once it is in use, so the result is kept.
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
