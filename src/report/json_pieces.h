// Pieces that several JSON formats write alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "report/names.h"
#include "study/check.h"
#include "study/drift.h"
#include "study/questions.h"
#include "study/sessions.h"

namespace ringfence::report {

/// Version of documents. A key that goes or changes its meaning raises it; new keys do not.
inline constexpr std::uint64_t kVersion = 1;
/// Version of the document of `check`: from 2 on evidence has numbers into `steps`.
inline constexpr std::uint64_t kCheckVersion = 2;

/// Opens a document: {"ringfence": {"document": name, "version": 1}, ...
void Begin(base::JsonWriter& json, std::string_view document, std::uint64_t version = kVersion);
/// The fields of a check result inside an open object.
void CheckFields(base::JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                 const study::CheckResult& result);
/// Statements that differ, as [{"change", "rule", "flow", "subject", "verdict"}, ...] under a key.
void StatementChanges(base::JsonWriter& json, std::string_view key,
                      const std::vector<study::StatementChange>& changes);
/// Names as an array under a key.
void Array(base::JsonWriter& json, std::string_view key, const std::vector<std::string>& values);
/// Lines as [{"file", "line", "text"}, ...] under a key.
void Lines(base::JsonWriter& json, std::string_view key, const Names& names, const study::Snapshot& snapshot,
           const std::vector<base::Span>& spans);
/// A packet as {"source", "destination", "protocol", "source_port", "destination_port"}.
void PacketObject(base::JsonWriter& json, const net::PacketHeader& packet);
/// Levels as an array under a key.
void Levels(base::JsonWriter& json, std::string_view key, exposure::LevelSet levels);
/// One row of the routes contract as an object.
void RouteObject(base::JsonWriter& json, const Names& names, const study::RouteRow& row);
/// An adjacency or session with its two ends as an object.
void SessionObject(base::JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                   const routing::Adjacency& session);
/// A prefix with its two routes as an object.
void DriftObject(base::JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                 const study::Drift& drift);
/// A path as {"nodes": [...], "hops": [...], "disposition": "..."}.
void PathObject(base::JsonWriter& json, const Names& names, const study::Snapshot& snapshot,
                const study::TracePath& path);

}  // namespace ringfence::report
