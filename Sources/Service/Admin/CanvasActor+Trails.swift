import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// What people placed, and who placed what: asked of the past, which answers on threads of its own.

extension CanvasActor {
    /// Changes that one trail is made of: so many pages' worth, and no more, are read for it.
    private static var trailPixelsMax: Int { 10_000 }

    /// `GET /admin/trail`.
    func answerTrail(_ query: AdminQuery, reply: @escaping @Sendable (AdminReply) -> Void) {
        self.reply(to: reply) { canvas throws(AdminError) in
            let hosted = try canvas.board(query)
            let session = try canvas.session(called: query["who"] ?? "")
            guard let past = canvas.past else {
                throw AdminError(.noPast, "This server keeps everything in memory, and no past.")
            }
            let limit = min(max(1, Int(clamping: query.integer("limit") ?? 1000)), Self.trailPixelsMax)
            let window = max(0, query.integer("windowMs") ?? 3_600_000)
            let until = canvas.wallClock()
            let index = hosted.index
            past.changes(
                by: session.slot, on: hosted.name, epoch: hosted.epoch,
                from: window == 0 ? .min : until - window,
                until: .max, PastPage(limit: limit)
            ) { answer in
                canvas.goOn { canvas in
                    switch answer {
                    case .failure(let error): reply(AdminReply(error))
                    case .success(let changes):
                        reply(
                            AdminReply(
                                canvas.trail(
                                    of: session, changes, on: index, windowMillis: window,
                                    isCut: changes.count == limit)))
                    }
                }
            }
        }
    }

    private func trail(
        of session: LedgerSession, _ changes: [PastChange], on board: UInt16, windowMillis: Int64, isCut: Bool
    ) -> Trail {
        let hosted = boards[Int(board)]
        let width = hosted.board.shown.shape.width
        var trail = Trail()
        trail.id = session.id
        trail.name = publicName(of: session)
        trail.board = hosted.name.text
        trail.windowMillis = windowMillis
        trail.isCut = isCut
        var seen: Set<UInt32> = []
        for change in changes where seen.insert(change.pixel).inserted && !change.isUndo {
            let origin = hosted.board.origins[Int(change.pixel)]
            var pixel = TrailPixel()
            pixel.x = Int(change.pixel) % width
            pixel.y = Int(change.pixel) / width
            pixel.colour = change.colour
            pixel.at = change.timeMillis
            pixel.isLive = origin.player == session.slot && origin.timeMillis == change.timeMillis
            trail.pixels.append(pixel)
            if pixel.isLive { trail.live += 1 } else { trail.over += 1 }
        }
        return trail
    }

    /// `GET /admin/pixel`.
    func answerPixel(_ query: AdminQuery, reply: @escaping @Sendable (AdminReply) -> Void) {
        self.reply(to: reply) { canvas throws(AdminError) in
            let hosted = try canvas.board(query)
            let shape = hosted.board.shown.shape
            guard let x = query.integer("x").flatMap({ Int(exactly: $0) }),
                let y = query.integer("y").flatMap({ Int(exactly: $0) }), shape.contains(x: x, y: y)
            else { throw AdminError(.badRequest, "x and y have to be a place on the board.") }
            let pixel = canvas.pixelHere(x: x, y: y, on: hosted)
            guard let past = canvas.past, pixel.author != nil else { return reply(AdminReply(pixel)) }
            past.changes(
                ofPixel: UInt32(shape.index(x: x, y: y)), on: hosted.name, epoch: hosted.epoch,
                PastPage(limit: 2)
            ) { answer in
                canvas.goOn { canvas in reply(AdminReply(canvas.pixel(pixel, before: answer))) }
            }
        }
    }

    private func pixelHere(x: Int, y: Int, on hosted: HostedBoard) -> PixelHere {
        let index = hosted.board.shown.shape.index(x: x, y: y)
        var pixel = PixelHere()
        pixel.x = x
        pixel.y = y
        pixel.colour = hosted.board.shown.colours[index]
        let areas = moderation.areas(of: hosted.name.text, at: wallClock())
        pixel.area =
            areas.first {
                ($0.x..<$0.x + $0.width).contains(x) && ($0.y..<$0.y + $0.height).contains(y)
            }.map { "A\($0.number)" } ?? ""
        guard let last = hosted.board.lastPlacement(at: index), let session = sessions[last.player] else {
            return pixel
        }
        pixel.at = last.timeMillis
        pixel.author = summary(of: session)
        pixel.bansEver = moderation.bansEver(of: session.id)
        pixel.note = moderation.notes(of: session.id).first?.text ?? ""
        pixel.signals = botPicture.signals[session.player] ?? []
        let entry =
            book.live.first { $0.player == session.player }
            ?? book.departed(at: loop.now).first { $0.entry.player == session.player }?.entry
        guard let entry else { return pixel }
        pixel.handle = entry.handleText
        pixel.network = entry.isOfStaff ? "" : entry.address.masked
        let subnet = entry.address.network(.subnet)
        pixel.liveFromSubnet = book.live.reduce(0) { $0 + ($1.address.network(.subnet) == subnet ? 1 : 0) }
        return pixel
    }

    /// The pixel with what it was before, where that is known.
    private func pixel(_ pixel: PixelHere, before answer: Result<[PastChange], PastError>) -> PixelHere {
        guard case .success(let changes) = answer else { return pixel }
        var pixel = pixel
        // The newest change is the one that is shown; the board began as colour 0.
        let before = changes.count > 1 ? changes[1] : nil
        pixel.beforeColour = before?.colour ?? (changes.count == 1 ? 0 : nil)
        pixel.beforeName = before.flatMap { publicName(of: $0.player) }
        pixel.beforeAt = before?.timeMillis
        return pixel
    }

    /// Begins to answer; what is wrong with the question is told at once.
    private func reply(
        to reply: @Sendable (AdminReply) -> Void, _ begin: (isolated CanvasActor) throws(AdminError) -> Void
    ) {
        do throws(AdminError) {
            try begin(self)
        } catch {
            reply(AdminReply(error.code, error.message))
        }
    }
}

extension AdminReply {
    /// Why the past has no answer.
    init(_ error: PastError) {
        let told = RouteError(error)
        self.init(.noPast, told.message)
    }
}
