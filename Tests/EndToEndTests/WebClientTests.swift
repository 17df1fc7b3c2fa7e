import TestKit
import Testing
import Wire

/// The web client as a browser fetches it.
struct WebClientTests {
    /// What may be fetched before the board shows, compressed.
    private static let bootBytesMax = 60_000

    /// The values of `href` and `src` in a page that lead to files, in their order.
    private func files(_ page: String) -> [String] {
        page.split(separator: "\"").map(String.init).filter {
            $0.hasPrefix("v/") || $0.hasPrefix("../v/") || $0.hasSuffix("manifest.webmanifest")
        }
    }

    @Test func `every file that a page names is there for good`() throws {
        let toile = try ToileProcess()
        let client = try HTTPClient(port: toile.port)
        let version = try #require(try client.ask("GET", "/")["toile-version"])
        for (address, root) in [("/", ""), ("/b/main", "../")] {
            let page = try client.ask("GET", address)
            #expect(page["cache-control"] == "no-cache" && page.text.contains("data-version=\"\(version)\""))
            let named = files(page.text)
            #expect(named.contains("\(root)v/\(version)/js/main.js"))
            #expect(named.contains("\(root)manifest.webmanifest"))
            for name in Set(named) {
                #expect(name.hasPrefix(root + "v/\(version)/") || name == root + "manifest.webmanifest")
                let answer = try client.ask("GET", "/" + name.dropFirst(root.count))
                #expect(answer.status == 200, "\(name)")
                guard name.contains("/v/") || name.hasPrefix("v/") else { continue }
                #expect(answer["cache-control"] == "public, max-age=31536000, immutable", "\(name)")
                let tag = try #require(answer["etag"])
                let again = try client.ask(
                    "GET", "/" + name.dropFirst(root.count), fields: [("If-None-Match", tag)])
                #expect(again.status == 304 && again["cache-control"] == answer["cache-control"])
            }
        }
        let foreign = try client.ask("GET", "/v/0123456789abcdef/js/main.js")
        #expect(foreign.status == 404 && foreign["cache-control"] == "no-store")
        for path in ["/js/main.js", "/b/js/main.js", "/sw.js", "/manifest.webmanifest"] {
            #expect(try client.ask("GET", path)["cache-control"] == "no-cache", "\(path)")
        }
    }

    @Test func `the worker and the manifest name what is there`() throws {
        let toile = try ToileProcess()
        let client = try HTTPClient(port: toile.port)
        let worker = try client.ask("GET", "/sw.js")
        let version = try #require(worker["toile-version"])
        #expect(worker.text.contains("{\"version\":\"\(version)\",\"files\":[\""))
        #expect(worker["content-type"]?.hasPrefix("text/javascript") == true)
        let manifest = try client.ask("GET", "/manifest.webmanifest")
        #expect(manifest["content-type"] == "application/manifest+json")
        for (member, value) in [
            ("name", "Toile"), ("start_url", "."), ("scope", "."), ("display", "standalone"),
        ] {
            #expect(manifest.json?[member]?.string == value)
        }
        let icons = try #require(manifest.json?["icons"]?.elements)
        #expect(icons.count >= 3 && icons.contains { $0["purpose"]?.string == "maskable" })
        for icon in icons {
            let answer = try client.ask("GET", "/" + (icon["src"]?.string ?? "none"))
            #expect(answer.status == 200 && answer["content-type"] == icon["type"]?.string)
            guard let sizes = icon["sizes"]?.string, sizes != "any" else { continue }
            // Width and height stand in the first chunk of a PNG.
            let side = answer.body[16..<20].reduce(0) { $0 << 8 | Int($1) }
            #expect(sizes == "\(side)x\(side)")
        }
    }

    @Test func `what is fetched before the board shows is at most 60 KB`() throws {
        let toile = try ToileProcess()
        let client = try HTTPClient(port: toile.port)
        func fetch(_ path: String) throws -> (text: String, count: Int) {
            let answer = try client.ask("GET", path, fields: [("Accept-Encoding", "gzip")])
            #expect(answer.status == 200, "\(path)")
            let isZipped = answer["content-encoding"] == "gzip"
            let bytes = isZipped ? try Gunzip.decode(answer.body) : answer.body
            return (String(decoding: bytes, as: UTF8.self), answer.body.count)
        }
        let page = try fetch("/")
        // What stands in the template comes when the board is there; Apple's icon when it is asked for.
        let head = page.text.split(separator: "<template id=\"later\">")
        let parts = [head[0], head.count > 1 ? head[1].split(separator: "</template>")[1] : ""]
        let named = parts.flatMap { part in
            part.split(separator: "<").filter { !$0.contains("apple-touch-icon") }
                .flatMap { files(String($0)) }
        }
        let root = try #require(named.first { $0.hasSuffix("/js/main.js") }).dropLast("js/main.js".count)
        // Chosen when the page runs: one language, one painter. The longer ones count.
        let chosen = ["js/texts/fr/core.js", "js/canvas/renderer-gl.js"].map { String(root) + $0 }
        let fetched = try Set(named + chosen).map { ($0, try fetch("/" + $0).count) }
        let count = fetched.reduce(page.count) { $0 + $1.1 }
        let list = fetched.sorted { $0.1 > $1.1 }.map { "\($0.1) \($0.0)" }.joined(separator: "\n")
        #expect(count <= Self.bootBytesMax, "\(count) bytes:\n\(page.count) index.html\n\(list)")
    }
}
