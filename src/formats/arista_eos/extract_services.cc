// `management ...`: services that listen, with their VRFs and filters.

#include <fmt/format.h>

#include "formats/arista_eos/reader.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

/// `access-group A [vrf V] in`; `vrf` is the open block's.
Verdict ReadFilter(Reader& reader, Statement& statement, net::Family family, const std::string& vrf) {
  if (!statement.words.Accept("access-group") && !statement.words.Accept("access-class")) return kNotKnown;
  ServiceFilterText filter{std::string(statement.words.Next().text), vrf, family, statement.span()};
  if (statement.words.Peek() == "vrf") filter.vrf = TakeVrf(statement);
  if (statement.words.Accept("out")) return kNoEffect;
  statement.words.Accept("in");
  if (filter.name.empty()) return kNotKnown;
  std::vector<ServiceFilterText>& filters = reader.service->filters;
  std::erase_if(filters, [&filter](const ServiceFilterText& known) {
    return known.vrf == filter.vrf && known.family == filter.family;
  });
  if (!statement.negated) filters.push_back(std::move(filter));
  return kUnderstood;
}

Verdict ReadIp(Reader& reader, Statement& statement) {
  return ReadFilter(reader, statement, net::Family::kIpv4, "");
}
Verdict ReadIpv6(Reader& reader, Statement& statement) {
  return ReadFilter(reader, statement, net::Family::kIpv6, "");
}

Verdict ReadShutdown(Reader& reader, Statement& statement) {
  reader.service->on = {statement.negated, statement.span()};
  return kUnderstood;
}

/// Inside `vrf V` of a service.
Verdict ReadVrfLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "shutdown") {
    reader.service->on_in_vrf[reader.block_name] = {statement.negated, statement.span()};
    return kUnderstood;
  }
  if (word == "ip") return ReadFilter(reader, statement, net::Family::kIpv4, reader.block_name);
  if (word == "ipv6") return ReadFilter(reader, statement, net::Family::kIpv6, reader.block_name);
  return word == "description" ? kNoEffect : kNotKnown;
}

Verdict ReadVrf(Reader& reader, Statement& statement) {
  reader.block_name = VrfName(statement.words.Next().text);
  reader.Open(ReadVrfLine, Impact::kManagement);
  return kUnderstood;
}

Verdict ReadPort(Reader& reader, Statement& statement) {
  if (statement.words.Accept("server-port")) return kNotKnown;
  const auto port = TakeNumber(reader, statement, 1, 65535);
  if (!port) return kNotKnown;
  reader.service->port = {*port, statement.span()};
  return kUnderstood;
}

/// `protocol https [port N]`, `protocol http`, `protocol unix-socket` of the command API.
Verdict ReadProtocol(Reader& reader, Statement& statement) {
  const bool plain = statement.words.Accept("http");
  if (!plain && !statement.words.Accept("https")) return kNoEffect;  // sockets inside the device
  if (statement.words.Accept("certificate") || statement.words.Accept("ssl") ||
      statement.words.Accept("cipher"))
    return kNoEffect;
  if (statement.words.Accept("localhost")) return kNoEffect;
  if (statement.words.Accept("port")) {
    const auto port = TakeNumber(reader, statement, 1, 65535);
    if (!port) return kNotKnown;
    if (!plain) reader.service->port = {*port, statement.span()};
    if (plain) return NotModelled(Impact::kManagement, "port of the plain command API");
  }
  (plain ? reader.service->http : reader.service->https) = {!statement.negated, statement.span()};
  return kUnderstood;
}

constexpr Keyword kServiceKeywords[] = {
    {"authentication"},
    {"certificate"},
    {"cipher"},
    {"client-alive"},
    {"connection"},
    {"cors"},
    {"default-services"},
    {"fips"},
    {"hostkey"},
    {"idle-timeout"},
    {"ip", ReadIp},
    {"ipv6", ReadIpv6},
    {"key-exchange"},
    {"known-hosts"},
    {"log-level"},
    {"login"},
    {"mac"},
    {"port", ReadPort},
    {"protocol", ReadProtocol},
    {"qos"},
    {"rekey"},
    {"server-port", ReadPort},
    {"session"},
    {"shutdown", ReadShutdown},
    {"ssl"},
    {"trusted-ca"},
    {"vrf", ReadVrf},
};
static_assert(IsSorted(std::span<const Keyword>(kServiceKeywords)));

Verdict ReadServiceLine(Reader& reader, Statement& statement) {
  return reader.Dispatch(kServiceKeywords, statement);
}

/// Inside `transport grpc X` and the like: who may speak to the model interface.
Verdict ReadTransportLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "shutdown") return ReadShutdown(reader, statement);
  if (word == "port") return ReadPort(reader, statement);
  if (word == "ip") return ReadIp(reader, statement);
  if (word == "ipv6") return ReadIpv6(reader, statement);
  const bool harmless = word == "ssl" || word == "vrf" || word == "metadata" || word == "accounting" ||
                        word == "notification" || word == "authorization" || word == "destination" ||
                        word == "qos" || word == "authentication";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict ReadModelLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "transport") {
    // The transport listens unless a line in its block shuts it.
    reader.service->on = {!statement.negated, statement.span()};
    if (statement.words.line().find("grpc-tunnel") != std::string_view::npos) {
      statement.words.Rest();
      reader.Open(ReadTransportLine, Impact::kManagement);
      return NotModelled(Impact::kManagement, "management session opened by the device");
    }
    statement.words.Rest();
    reader.Open(ReadTransportLine, Impact::kManagement);
    return kUnderstood;
  }
  const bool harmless =
      word == "provider" || word == "operation" || word == "accounting" || word == "authorization";
  return harmless ? kNoEffect : kNotKnown;
}

Verdict OpenService(Reader& reader, ServiceText& service, Reader::Handler handler) {
  reader.service = &service;
  reader.Open(handler, Impact::kManagement);
  return kUnderstood;
}

}  // namespace

Verdict ReadManagement(Reader& reader, Statement& statement) {
  ManagementText& management = reader.vendor.management;
  const Word word = statement.words.Next();
  if (word == "ssh") return OpenService(reader, management.ssh, ReadServiceLine);
  if (word == "telnet") return OpenService(reader, management.telnet, ReadServiceLine);
  if (word == "cvx")
    return statement.negated ? kNoEffect : NotModelled(kPaths | Impact::kManagement, "controller");
  if (word == "api") {
    const Word api = statement.words.Next();
    if (api == "http-commands") return OpenService(reader, management.api, ReadServiceLine);
    if (api == "gnmi") return OpenService(reader, management.gnmi, ReadModelLine);
    if (api == "netconf") return OpenService(reader, management.netconf, ReadModelLine);
    if (api == "restconf") return OpenService(reader, management.restconf, ReadModelLine);
    if (api == "gribi") return NotModelled(kPaths | Impact::kManagement, "routes written by a controller");
    return api == "models" || api == "external" ? kNoEffect : kNotKnown;
  }
  const bool harmless = word == "console" || word == "security" || word == "tech-support" || word == "xmpp" ||
                        word == "dynamic-profile" || word == "defaults" || word == "accounts" ||
                        word == "client";
  return harmless ? kNoEffect : kNotKnown;
}

}  // namespace ringfence::formats::arista_eos
