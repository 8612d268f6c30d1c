// A socket that passes bytes on and remembers them, and the repetition of what it remembers.
'use strict';

const net = require('net');

function address(endpoint) {
  const [host, port] = endpoint.split(':');
  return { host, port: Number(port) };
}

/** Stands between a client and the service: passes everything on and keeps what the client sent, byte by byte. */
function startTap(target) {
  const tap = { sent: Buffer.alloc(0) };
  const server = net.createServer((client) => {
    const service = net.connect(address(target));
    // When one side breaks off, so does the other; what was sent until then is kept.
    client.on('error', () => service.destroy());
    service.on('error', () => client.destroy());
    client.on('data', (data) => {
      tap.sent = Buffer.concat([tap.sent, data]);
    });
    client.pipe(service);
    service.pipe(client);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      tap.endpoint = `127.0.0.1:${server.address().port}`;
      resolve(tap);
    });
  });
}

/** Sends bytes as they are; the status and the body of the answer. */
function sendRaw(endpoint, request) {
  return new Promise((resolve, reject) => {
    const connection = net.connect(address(endpoint), () => connection.write(request));
    connection.setTimeout(10000, () => connection.destroy(new Error('no answer within ten seconds')));
    connection.on('error', reject);
    let answer = '';
    connection.setEncoding('utf8');
    connection.on('data', (data) => {
      answer += data;
      const end = answer.indexOf('\r\n\r\n');
      const length = /\r\ncontent-length: *(\d+)/i.exec(answer.slice(0, end + 2));
      const body = answer.slice(end + 4);
      if (end >= 0 && length && Buffer.byteLength(body) >= Number(length[1])) {
        connection.end();
        resolve({ status: Number(answer.split(' ')[1]), body });
      }
    });
  });
}

module.exports = { startTap, sendRaw };
