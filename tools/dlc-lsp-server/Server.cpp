//===- Server.cpp - Requests and notifications of the protocol ------------===//

#include "tools/dlc-lsp-server/Server.h"
#include "tools/dlc-lsp-server/Document.h"
#include <map>

using namespace dlc;
namespace lsp = llvm::lsp;
namespace json = llvm::json;
using lsp::Callback;

namespace {

class Server {
public:
  explicit Server(lsp::JSONTransport &transport);
  bool run();

private:
  void onInitialize(const lsp::InitializeParams &, Callback<json::Value> reply);
  void onInitialized(const lsp::InitializedParams &) {}
  void onShutdown(const lsp::NoParams &, Callback<std::nullptr_t> reply);
  void onOpen(const lsp::DidOpenTextDocumentParams &params);
  void onChange(const lsp::DidChangeTextDocumentParams &params);
  void onClose(const lsp::DidCloseTextDocumentParams &params);
  void onHover(const lsp::TextDocumentPositionParams &params, Callback<std::optional<lsp::Hover>> reply);
  void onDefinition(const lsp::TextDocumentPositionParams &params, Callback<std::vector<lsp::Location>> reply);
  void onCompletion(const lsp::CompletionParams &params, Callback<lsp::CompletionList> reply);
  void onSymbols(const lsp::DocumentSymbolParams &params, Callback<std::vector<lsp::DocumentSymbol>> reply);
  void update(const lsp::URIForFile &uri, int64_t version, std::string text);
  const Document *find(const lsp::URIForFile &uri) const;

  lsp::JSONTransport &transport;
  lsp::MessageHandler handler;
  lsp::OutgoingNotification<lsp::PublishDiagnosticsParams> publish;
  std::map<std::string, std::unique_ptr<Document>> documents; // by path
  bool isShutDown = false;
};

} // namespace

Server::Server(lsp::JSONTransport &transport) : transport(transport), handler(transport) {
  publish = handler.outgoingNotification<lsp::PublishDiagnosticsParams>("textDocument/publishDiagnostics");
  handler.method("initialize", this, &Server::onInitialize);
  handler.notification("initialized", this, &Server::onInitialized);
  handler.method("shutdown", this, &Server::onShutdown);
  handler.notification("textDocument/didOpen", this, &Server::onOpen);
  handler.notification("textDocument/didChange", this, &Server::onChange);
  handler.notification("textDocument/didClose", this, &Server::onClose);
  handler.method("textDocument/hover", this, &Server::onHover);
  handler.method("textDocument/definition", this, &Server::onDefinition);
  handler.method("textDocument/completion", this, &Server::onCompletion);
  handler.method("textDocument/documentSymbol", this, &Server::onSymbols);
}

bool Server::run() {
  if (llvm::Error error = transport.run(handler)) {
    lsp::Logger::error("Transport error: {0}", error);
    llvm::consumeError(std::move(error));
    return false;
  }
  return isShutDown;
}

void Server::onInitialize(const lsp::InitializeParams &, Callback<json::Value> reply) {
  reply(json::Object{
      {"serverInfo", json::Object{{"name", "dlc-lsp-server"}}},
      {"capabilities",
       json::Object{
           {"textDocumentSync",
            json::Object{{"openClose", true}, {"change", int(lsp::TextDocumentSyncKind::Full)}, {"save", false}}},
           {"completionProvider", json::Object{{"triggerCharacters", {"%", "@", "#"}}}},
           {"hoverProvider", true},
           {"definitionProvider", true},
           {"documentSymbolProvider", true},
       }}});
}

void Server::onShutdown(const lsp::NoParams &, Callback<std::nullptr_t> reply) {
  isShutDown = true;
  reply(nullptr);
}

void Server::update(const lsp::URIForFile &uri, int64_t version, std::string text) {
  std::unique_ptr<Document> &document = documents[uri.file().str()];
  document = std::make_unique<Document>(uri, std::move(text));
  lsp::PublishDiagnosticsParams params(uri, version);
  params.diagnostics = document->diagnostics();
  publish(params);
}

void Server::onOpen(const lsp::DidOpenTextDocumentParams &params) {
  update(params.textDocument.uri, params.textDocument.version, params.textDocument.text);
}

void Server::onChange(const lsp::DidChangeTextDocumentParams &params) {
  // Texts are sent whole.
  if (find(params.textDocument.uri) && !params.contentChanges.empty() && !params.contentChanges.back().range)
    update(params.textDocument.uri, params.textDocument.version, params.contentChanges.back().text);
}

void Server::onClose(const lsp::DidCloseTextDocumentParams &params) {
  documents.erase(params.textDocument.uri.file().str());
  publish(lsp::PublishDiagnosticsParams(params.textDocument.uri, 0));
}

const Document *Server::find(const lsp::URIForFile &uri) const {
  auto entry = documents.find(uri.file().str());
  return entry == documents.end() ? nullptr : entry->second.get();
}

void Server::onHover(const lsp::TextDocumentPositionParams &params, Callback<std::optional<lsp::Hover>> reply) {
  const Document *document = find(params.textDocument.uri);
  reply(document ? document->hover(params.position) : std::nullopt);
}

void Server::onDefinition(const lsp::TextDocumentPositionParams &params, Callback<std::vector<lsp::Location>> reply) {
  const Document *document = find(params.textDocument.uri);
  reply(document ? document->definition(params.position) : std::vector<lsp::Location>());
}

void Server::onCompletion(const lsp::CompletionParams &params, Callback<lsp::CompletionList> reply) {
  const Document *document = find(params.textDocument.uri);
  reply(document ? document->complete(params.position) : lsp::CompletionList());
}

void Server::onSymbols(const lsp::DocumentSymbolParams &params, Callback<std::vector<lsp::DocumentSymbol>> reply) {
  const Document *document = find(params.textDocument.uri);
  reply(document ? document->outline() : std::vector<lsp::DocumentSymbol>());
}

bool dlc::serve(lsp::JSONTransport &transport) { return Server(transport).run(); }
