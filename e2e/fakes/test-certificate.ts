/**
 * A self-signed certificate for `localhost` and 127.0.0.1 and its key, for tests of TLS only (made with
 * `openssl req -x509 -newkey ec`, valid for a hundred years). It protects nothing.
 */
export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUImk8EWr4Cjx2fKlKtkHgyuQe2vQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMDEzMTkwMFoYDzIxMjYxMDI3
MTMxOTAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQQjug8TGAXDnEErxxMcBUqy1+OcaZhCW3xIwYW5EyhLBQqJr3ru2dh
zLkhezmH5ocMGUYxeu3yuAJw04mP9jZSo28wbTAdBgNVHQ4EFgQUeHI/wGqDdiVu
DtjveTKZFfJmZ4AwHwYDVR0jBBgwFoAUeHI/wGqDdiVuDtjveTKZFfJmZ4AwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgARIrE2oF28DbqHJacTSLbcye8LNdLjbruWGoBAIxmEACIARh
O7U6bzzHu9vzUMwoGRrwGsJRbCY5qhazhiIyU5Nh
-----END CERTIFICATE-----
`

export const testKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBaEO+8FcHcF8DdhB
Xo/K7SQY2ITL7N0oqHYIq6aqDXehRANCAAQQjug8TGAXDnEErxxMcBUqy1+OcaZh
CW3xIwYW5EyhLBQqJr3ru2dhzLkhezmH5ocMGUYxeu3yuAJw04mP9jZS
-----END PRIVATE KEY-----
`
