"""``gsearch build`` and ``gsearch update``: a new generation, watched on a terminal, quiet under cron."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from indexer.backends import ENGINES, EngineSettings
from indexer.errors import GsearchError, UsageError
from search_app.cli.built import tell, tell_joined
from search_app.cli.help import Command, Option
from search_app.cli.log import Log, opened
from search_app.cli.output import note, put
from search_app.cli.parameters import APath, Encoding, Function, OneOf, common_options
from search_app.settings import Settings

if TYPE_CHECKING:
    from indexer.build import BuildReport, ProgressCallback
    from indexer.semantic import ModelChoice
    from indexer.together import JoinedReport

    Maker = Callable[..., BuildReport | JoinedReport]
    Builder = Callable[[ProgressCallback], BuildReport | JoinedReport]

_MEANING = "按含义检索"
_ENGINE = "存放索引的引擎"


def build_options(function: Function) -> Function:
    """What an index is made with: what everybody may want first, engines of many machines last."""
    for decorate in reversed((
        click.option("--quiet", "-q", is_flag=True, cls=Option, help="没有问题就什么也不显示，适合 cron"),
        click.option("--log", type=APath(), metavar="文件", cls=Option,
                     help="把经过记入这个文件，每行带时间，续在末尾"),
        click.option("--encoding", type=Encoding(), metavar="编码", cls=Option,
                     help="文本文件的编码，如 gb18030（默认自动识别）"),
        click.option("--dictionaries", "own", type=APath(), metavar="目录", cls=Option,
                     help="自己的词典，其中的文件代替或补充自带的（默认取环境变量 GSEARCH_DICTIONARIES）"),
        click.option("--model", type=APath(), metavar="目录", cls=Option, section=_MEANING,
                     help="用这个向量模型另建按含义的检索：文件夹或 jar，见 gsearch model（默认同上次，首次不用）"),
        click.option("--no-model", is_flag=True, cls=Option, section=_MEANING, help="以后不用模型，只按词检索"),
        click.option("--engine", type=OneOf([each.name for each in ENGINES]), metavar="引擎", cls=Option,
                     section=_ENGINE, help=f"{'、'.join(each.name for each in ENGINES)}（默认同上次，首次为 whoosh）"),
        *(click.option(f"--{each.name}", metavar=each.metavar, cls=Option, section=_ENGINE, help=each.help)
          for engine in ENGINES for each in engine.options),
    )):  # fmt: skip
        function = decorate(function)
    return function


def _engine(name: str | None, options: Mapping[str, str | None]) -> EngineSettings | None:
    """The engine that was asked for with its options; None where it is that of the last build."""
    given = {key: value for key, value in options.items() if value is not None}
    if name is None and not given:
        return None
    named = name or next(each.name for each in ENGINES if set(given) <= {o.name for o in each.options})
    return EngineSettings(named, given)


def _model(path: str | None, without: bool) -> ModelChoice | None:
    """The model that was asked for, or none at all; None where it is that of the last build."""
    from indexer.semantic import ModelChoice

    if path and without:
        raise UsageError("--model 和 --no-model 只能写一个")
    return ModelChoice(Path(path)) if path else ModelChoice() if without else None


@click.command(
    "build",
    cls=Command,
    help="读文件、文件夹和 zip 压缩包，建立新一代索引，验证后一次切换；建的时候照常检索。"
    "不写路径时重建上次的来源。支持 .txt .md .html .docx .pdf .ofd .zip .jsonl。",
    examples=(
        ("gsearch build 公报/", "建索引"),
        ("gsearch build", "重建上次的来源"),
        ("gsearch build --quiet --log build.log", "由 cron 运行"),
        ("gsearch build --rollback", "退回上一代"),
    ),
)
@click.argument("paths", nargs=-1, type=APath(), metavar="[路径…]")
@build_options
@click.option("--rollback", is_flag=True, cls=Option, help="不建索引，退回上一代")
@click.option(
    "--together",
    is_flag=True,
    cls=Option,
    help="几台机器一起建：每台运行同一条命令，各读一部分（要用 opensearch 引擎）",
)
@common_options
def build(settings: Settings, paths: tuple[str, ...], rollback: bool, together: bool, **options: Any) -> int:
    """Exit code: 0 done, 1 done but some files failed."""
    if rollback:
        with opened(options["log"]) as lines:
            return _roll_back(settings, paths, options["quiet"], lines)
    return make_index("together" if together else "build", settings, paths, **options)


@click.command(
    "update",
    cls=Command,
    help="与 build 结果相同，但只重读内容变过的文件；删掉的文件随之消失。不写路径时更新上次的来源。",
    examples=(("gsearch update", "更新上次的来源"), ("gsearch update 公报/ --quiet", "由 cron 运行")),
)
@click.argument("paths", nargs=-1, type=APath(), metavar="[路径…]")
@build_options
@common_options
def update(settings: Settings, paths: tuple[str, ...], **options: Any) -> int:
    """Exit code: 0 done, 1 done but some files failed."""
    return make_index("update", settings, paths, **options)


def make_index(
    how: Literal["build", "update", "together"],
    settings: Settings,
    paths: Sequence[str],
    *,
    own: str | None,
    encoding: str | None,
    quiet: bool,
    log: str | None,
    engine: str | None,
    model: str | None,
    no_model: bool,
    **options: str | None,
) -> int:
    """Builds or updates as ``build_options`` say, watched, and tells what came of it.

    Returns the exit code: 0 done, 1 done but some files failed.
    """
    with opened(log) as lines:
        import indexer

        make: Maker = indexer.update if how == "update" else indexer.build
        if how == "together":
            from indexer.together import build_together

            make = build_together
        ordered = {"encoding": encoding, "engine": _engine(engine, options), "model": _model(model, no_model)}
        return _run(_builder(make, settings, paths, own, ordered), quiet, lines)


def _builder(
    make: Maker,
    settings: Settings,
    paths: Sequence[str],
    own: str | None,
    ordered: Mapping[str, Any],
) -> Builder:
    """``make`` with what was ordered; ``own`` dictionaries win over those of the environment."""

    def call(progress: ProgressCallback) -> BuildReport | JoinedReport:
        import dictionaries

        folder = Path(own) if own else settings.dictionaries
        words = dictionaries.load(folder) if folder else None
        files = [Path(path) for path in paths]
        return make(files, settings.index, words, progress=progress, **ordered)

    return call


def _run(builder: Builder, quiet: bool, log: Log) -> int:
    from indexer.build import BuildReport
    from search_app.cli.progress import progress_line

    try:
        with progress_line(quiet) as progress:
            report = builder(progress)
    except GsearchError as error:
        log.write("错误", str(error))
        raise
    except (KeyboardInterrupt, SystemExit):
        log.write("错误", "中断，没有建成")
        note("中断，没有建成；原有的索引照常使用")
        raise
    if not isinstance(report, BuildReport):
        tell_joined(report, quiet, log)
        return 0
    tell(report, quiet, log)
    return 1 if report.failed else 0


def _roll_back(settings: Settings, paths: tuple[str, ...], quiet: bool, log: Log) -> int:
    if paths:
        raise UsageError("--rollback 只退回上一代，不能同时给出路径")
    from indexer.generations import rollback

    generation = rollback(settings.index)
    manifest = generation.manifest
    message = f"已退回第 {generation.name} 代：{manifest.documents} 篇公文，建于 {manifest.built_at}"
    log.write("完成", message)
    if not quiet:
        put(f"{message}\n")
    return 0
