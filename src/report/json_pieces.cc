#include "report/json_pieces.h"

namespace ringfence::report {

using base::JsonWriter;

void Begin(JsonWriter& json, std::string_view document, std::uint64_t version) {
  json.BeginObject()
      .Key("ringfence")
      .BeginObject()
      .Field("document", document)
      .Field("version", version)
      .EndObject();
}

void Array(JsonWriter& json, std::string_view key, const std::vector<std::string>& values) {
  json.Key(key).BeginArray();
  for (const std::string& value : values) json.String(value);
  json.EndArray();
}

void Lines(JsonWriter& json, std::string_view key, const Names& names, const study::Snapshot& snapshot,
           const std::vector<base::Span>& spans) {
  json.Key(key).BeginArray();
  for (base::Span span : spans) {
    if (!span.valid()) continue;
    json.BeginObject()
        .Field("file", snapshot.sources.PlaceOf(span).file)
        .Field("line", std::uint64_t{snapshot.sources.PlaceOf(span).line});
    json.Field("text", names.Line(span)).EndObject();
  }
  json.EndArray();
}

void PacketObject(JsonWriter& json, const net::PacketHeader& packet) {
  json.BeginObject()
      .Field("source", net::ToString(packet.source))
      .Field("destination", net::ToString(packet.destination));
  json.Field("protocol", std::uint64_t{packet.protocol})
      .Field("source_port", std::uint64_t{packet.source_port});
  json.Field("destination_port", std::uint64_t{packet.destination_port}).EndObject();
}

void Levels(JsonWriter& json, std::string_view key, exposure::LevelSet levels) {
  json.Key(key).BeginArray();
  for (exposure::Level level : exposure::kLevels) {
    if (levels.has(level)) json.String(exposure::NameOf(level));
  }
  json.EndArray();
}

namespace {

void OptionalText(JsonWriter& json, std::string_view key, const std::string& text) {
  json.Key(key);
  if (text.empty()) {
    json.Null();
  } else {
    json.String(text);
  }
}

void AddressField(JsonWriter& json, std::string_view key, const std::optional<net::IpAddress>& address) {
  OptionalText(json, key, address ? net::ToString(*address) : "");
}

}  // namespace

void RouteObject(JsonWriter& json, const Names& names, const study::RouteRow& row) {
  const auto interface = [&](const model::InterfaceIndex index, bool discard) {
    return discard ? std::string("discard") : names.Interface(row.node, index);
  };
  json.BeginObject()
      .Field("node", names.Node(row.node))
      .Field("vrf", row.vrf)
      .Field("prefix", net::ToString(row.route.prefix));
  json.Field("protocol", routing::kProtocolNames[static_cast<std::size_t>(row.route.protocol)]);
  AddressField(json, "next_hop_ip", row.hop.gateway);
  OptionalText(json, "next_hop_interface", interface(row.hop.interface, row.hop.discard));
  OptionalText(json, "next_hop_vrf", row.next_hop_vrf);
  json.Key("resolved").BeginArray();
  for (const routing::NextHop& resolved : row.resolved) {
    json.BeginObject();
    AddressField(json, "ip", resolved.gateway);
    OptionalText(json, "interface", interface(resolved.interface, resolved.discard));
    json.EndObject();
  }
  json.EndArray().Key("labels").BeginArray().EndArray();
  json.Field("metric", std::uint64_t{row.route.metric})
      .Field("admin_distance", std::uint64_t{row.route.distance});
  json.Key("tag");
  if (row.route.tag) {
    json.Unsigned(*row.route.tag);
  } else {
    json.Null();
  }
  json.Field("ambiguous", row.route.ambiguous);
  json.EndObject();
}

namespace {

void SessionEndObject(JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                      const routing::AdjacencyEnd& end) {
  json.BeginObject();
  OptionalText(json, "device", end.node.valid() ? names.Node(end.node) : "");
  OptionalText(json, "vrf", !end.node.valid() ? "" : end.vrf.empty() ? "default" : end.vrf);
  OptionalText(json, "process", end.process);
  OptionalText(json, "interface", names.Interface(end.node, end.interface));
  AddressField(json, "address", end.address);
  json.Key("lines").BeginArray();
  for (const base::Span span : end.lines) {
    if (!span.valid()) continue;
    json.BeginObject()
        .Field("file", snapshot.sources.PlaceOf(span).file)
        .Field("line", std::uint64_t{snapshot.sources.PlaceOf(span).line})
        .Field("column", std::uint64_t{span.column})
        .Field("text", names.Line(span))
        .EndObject();
  }
  json.EndArray().EndObject();
}

}  // namespace

void SessionObject(JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                   const routing::Adjacency& session) {
  json.BeginObject()
      .Field("protocol", routing::kAdjacencyProtocolNames[static_cast<std::size_t>(session.protocol)])
      .Field("state", routing::kAdjacencyStateNames[static_cast<std::size_t>(session.state)]);
  OptionalText(json, "cause", session.cause);
  OptionalText(json, "what", session.what);
  OptionalText(json, "scope", session.scope);
  Array(json, "families", session.families);
  json.Key("ends").BeginArray();
  for (const routing::AdjacencyEnd& end : session.ends) SessionEndObject(json, names, snapshot, end);
  json.EndArray().EndObject();
}

namespace {

void NumberField(JsonWriter& json, std::string_view key, const std::optional<std::uint32_t>& value) {
  json.Key(key);
  if (value) {
    json.Unsigned(*value);
  } else {
    json.Null();
  }
}

void WayArray(JsonWriter& json, std::string_view key, const std::vector<study::WayText>& ways) {
  json.Key(key).BeginArray();
  for (const study::WayText& way : ways) {
    json.BeginObject();
    OptionalText(json, "ip", way.ip);
    OptionalText(json, "interface", way.interface);
    json.EndObject();
  }
  json.EndArray();
}

}  // namespace

void DriftObject(JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                 const study::Drift& drift) {
  json.BeginObject()
      .Field("node", names.Node(drift.node))
      .Field("vrf", drift.vrf)
      .Field("prefix", net::ToString(drift.prefix))
      .Field("decided", drift.decided);
  json.Key("differs_in").BeginArray();
  for (const study::DriftKind kind : drift.kinds)
    json.String(study::kDriftKindNames[static_cast<std::size_t>(kind)]);
  json.EndArray();
  for (const auto& [key, side] :
       {std::pair("computed", &drift.computed), std::pair("observed", &drift.observed)}) {
    json.Key(key);
    if (!*side) {
      json.Null();
      continue;
    }
    json.BeginObject().Field("protocol", (*side)->protocol);
    WayArray(json, "next_hops", (*side)->hops);
    WayArray(json, "resolved", (*side)->resolved);
    NumberField(json, "metric", (*side)->metric);
    NumberField(json, "admin_distance", (*side)->distance);
    if (side == &drift.computed) json.Field("ambiguous", (*side)->ambiguous);
    if ((*side)->span.valid()) {
      json.Field("file", snapshot.sources.PlaceOf((*side)->span).file)
          .Field("line", std::uint64_t{snapshot.sources.PlaceOf((*side)->span).line});
    }
    json.EndObject();
  }
  json.EndObject();
}

void PathObject(JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                const study::TracePath& path) {
  json.BeginObject();
  json.Field("disposition", forwarding::kDispositionNames[static_cast<std::size_t>(path.disposition)]);
  json.Key("nodes").BeginArray();
  // A node that wraps or unwraps is visited twice in a row; it is one node on the path.
  const std::string* last = nullptr;
  for (const study::TraceHop& hop : path.hops) {
    if (last == nullptr || *last != names.Node(hop.node)) json.String(names.Node(hop.node));
    last = &names.Node(hop.node);
  }
  json.EndArray().Key("hops").BeginArray();
  for (const study::TraceHop& hop : path.hops) {
    json.BeginObject().Field("node", names.Node(hop.node));
    OptionalText(json, "in", names.Interface(hop.node, hop.in));
    OptionalText(json, "out", names.Interface(hop.node, hop.out));
    OptionalText(json, "route", hop.route);
    Array(json, "tunnels", hop.tunnels);
    json.Field("ambiguous", hop.ambiguous);
    Lines(json, "lines", names, snapshot, hop.lines);
    json.EndObject();
  }
  json.EndArray();
  if (path.span.valid()) Lines(json, "ended_by", names, snapshot, {path.span});
  json.EndObject();
}

}  // namespace ringfence::report
