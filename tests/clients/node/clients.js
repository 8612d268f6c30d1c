// The official clients for Node, each behind the same few functions; their own code is used as it is.
'use strict';

const openapi = require('@alicloud/openapi-client');
const { RuntimeOptions } = require('@alicloud/tea-util');
const { RPCClient } = require('@alicloud/pop-core');

const VERSION = '2019-03-06';

/** The service did not do what was asked: what the client made of its answer. */
class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }

  toString() {
    return `${this.status} ${this.code}: ${this.message}`;
  }
}

/** `@alicloud/pop-core`: any operation by its name; signs V1. It takes every reply for a success that has no `Code`. */
function popCore(options) {
  return (endpoint, accessKeyId, accessKeySecret) => {
    const client = new RPCClient({ endpoint: `http://${endpoint}`, apiVersion: VERSION, accessKeyId, accessKeySecret });
    return async (operation, parameters) => {
      try {
        return await client.request(operation, parameters, { ...options });
      } catch (error) {
        if (!error.data) throw error;
        throw new Refused(error.entry.response.statusCode, error.code, error.data.Message);
      }
    };
  };
}

/** `@alicloud/openapi-client`: the generic client of today's SDKs; signs V3, or V1 when it is told `v2`. */
function openapiClient(place, signatureAlgorithm) {
  return (endpoint, accessKeyId, accessKeySecret) => {
    const key = { accessKeyId, accessKeySecret, signatureAlgorithm };
    const config = { endpoint, ...key, protocol: 'HTTP', regionId: 'cn-hangzhou' };
    const client = new openapi.default(new openapi.Config(config));
    return async (operation, parameters) => {
      const params = new openapi.Params({
        action: operation,
        version: VERSION,
        protocol: 'HTTP',
        pathname: '/',
        method: 'POST',
        authType: 'AK',
        style: 'RPC',
        reqBodyType: 'formData',
        bodyType: 'json',
      });
      const request = new openapi.OpenApiRequest({ [place]: parameters });
      try {
        return (await client.callApi(params, request, new RuntimeOptions({}))).body;
      } catch (error) {
        if (!error.data) throw error;
        throw new Refused(error.data.statusCode, error.code, error.data.Message);
      }
    };
  };
}

/** By name: how to make one, and what of it goes over the wire. */
const CLIENTS = {
  'pop-core-get': { make: popCore({}), wire: ['GET', 'V1', 'query'] },
  'pop-core-post': { make: popCore({ method: 'POST' }), wire: ['POST', 'V1', 'form'] },
  'openapi-client-query': { make: openapiClient('query'), wire: ['POST', 'V3', 'query'] },
  'openapi-client-form': { make: openapiClient('body'), wire: ['POST', 'V3', 'chunked form'] },
  // What the gateway wants is in the query, what the operation wants in the form.
  'openapi-client-v1': { make: openapiClient('body', 'v2'), wire: ['POST', 'V1', 'chunked form'] },
};

/** Does something while the clock of this process, as the clients read it, is so many seconds off. */
async function withClockOffBy(seconds, act) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length ? given : [Real.now() + seconds * 1000]));
    }

    static now() {
      return Real.now() + seconds * 1000;
    }
  };
  try {
    return await act();
  } finally {
    globalThis.Date = Real;
  }
}

module.exports = { CLIENTS, Refused, withClockOffBy };
