import { describe, expect, it } from '@jest/globals';
import { openAuthQuestion, personsSubsetOf } from './open-auth-question.js';

describe(personsSubsetOf.name, () => {
  it('always has the identity scope in it', () => {
    expect(personsSubsetOf([])).toEqual(['Contact.User.Read']);
    expect(personsSubsetOf(['Todo.Todo.Write'])).toEqual(['Contact.User.Read', 'Todo.Todo.Write']);
    expect(personsSubsetOf(['Contact.User.Read'])).toEqual(['Contact.User.Read']);
  });

  it('leaves out what is the organisation’s to give, and what every application has', () => {
    expect(personsSubsetOf(['qyapi_get_member', 'snsapi_base', 'Contact.User.mobile'])).toEqual([
      'Contact.User.Read',
      'Contact.User.mobile',
    ]);
  });

  it('asks for points that the catalogue does not know', () => {
    expect(personsSubsetOf(['Brand.New.Point'])).toEqual(['Brand.New.Point', 'Contact.User.Read']);
  });
});

describe(openAuthQuestion.name, () => {
  it('splits interface points from field points, and takes the unknown for interface points', () => {
    const subset = ['Brand.New.Point', 'Contact.User.Read', 'Contact.User.mobile', 'fieldEmail'];
    expect(openAuthQuestion('dingdemo', 'dingcorp', subset)).toEqual({
      clientId: 'dingdemo',
      corpId: 'dingcorp',
      rpcScope: 'Brand.New.Point,Contact.User.Read',
      fieldScope: 'Contact.User.mobile,fieldEmail',
      type: 0,
    });
  });

  it('names no organisation where there is none', () => {
    expect(openAuthQuestion('dingdemo', undefined, ['Contact.User.Read'])).not.toHaveProperty('corpId');
  });
});
