import Testing
import WebSocket

@testable import Service

struct ResponseTests {
    private func request(_ name: String, _ values: [String]) -> HTTPRequest {
        HTTPRequest(method: "GET", path: "/", fields: values.map { HTTPField(name: name, value: $0) })
    }

    @Test(arguments: [
        (["gzip"], true), (["GZIP"], true), (["deflate, gzip;q=0.5"], true), (["br", "gzip"], true),
        (["*"], true),
        (["gzip;q=1.0, *;q=0"], true), (["*;q=0, gzip"], true), (["gzip ; q=0.001"], true),
        ([], false), (["identity"], false), (["gzip;q=0"], false), (["gzip;q=0, *"], false),
        (["gzipped"], false),
        (["*;q=0"], false), (["gzip;q=x"], false), ([""], false),
    ])
    func `gzip goes to those who accept it`(values: [String], isAccepted: Bool) {
        #expect(request("accept-encoding", values).acceptsGzip == isAccepted)
    }

    @Test(arguments: [
        (["\"1.2\""], true), (["W/\"1.2\""], true), (["*"], true), (["\"9.9\", \"1.2\""], true),
        (["\"9.9\"", " \"1.2\" "], true),
        ([], false), (["\"1.2-gzip\""], false), (["\"1.20\""], false), (["1.2"], false),
        (["\"11.2\""], false),
    ])
    func `whoever holds the very bytes is not sent them again`(values: [String], isHeld: Bool) {
        #expect(request("if-none-match", values).holds("\"1.2\"") == isHeld)
    }

    @Test func `an answer without a body says no length`() {
        var bytes: [UInt8] = []
        Response.empty(204, fields: []).head(closes: true).append(to: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("Content-Length") && text.contains("Connection: close"))
    }
}
