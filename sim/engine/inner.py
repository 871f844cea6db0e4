"""Inner functions: what only compiled code calls is kept as LLVM's code for linking, no more.

Numba makes machine code of every function, with all that it calls in it once more, and keeps it in
a file, though few of ours are ever entered from Python. Here a function that is compiled because
another one calls it is linked into that one, and into others, and optimised there; machine code is
made of it when Python first calls it. Results are the same to the bit. This goes by private parts
of Numba: where they are not what they were, everything is compiled as Numba does.
"""

import threading
from typing import Any

# Parts of Numba by module and class, with the methods that are stood in for.
_PARTS = (
    ("dispatcher", "Dispatcher", ("compile",)),
    ("dispatcher", "_DispatcherBase", ("add_overload",)),
    ("typed_passes", "BaseNativeLowering", ("run_pass",)),
    ("cpu", "CPUContext", ("get_executable",)),
    ("codegen", "CPUCodeLibrary", ("_optimize_final_module", "_finalize_final_module",
                                   "_finalize_dynamic_globals", "enable_object_caching")),
    ("caching", "Cache", ("save_overload",)),
)  # fmt: skip
_ALLOWED, _IS_INNER = "_sim_may_be_inner", "_sim_is_inner"


class _Compiling(threading.local):
    """The functions that this thread is compiling, the outermost first."""

    def __init__(self) -> None:
        self.stack: list[Any] = []

    @property
    def inner(self) -> bool:
        return len(self.stack) > 1 and all(getattr(one, _ALLOWED, False) for one in self.stack)


_COMPILING = _Compiling()


def allow(made: Any) -> None:
    """Let a compiled function be an inner one of others that are allowed, too."""
    setattr(made, _ALLOWED, True)


def keep_inner_code(core: Any) -> bool:
    """Teach Numba (its package ``numba.core``) about inner functions; False if it cannot be."""
    try:
        found = [getattr(getattr(core, module), name) for module, name, _ in _PARTS]
        if not all(hasattr(part, one) for part, (*_, names) in zip(found, _PARTS, strict=True)
                   for one in names):  # fmt: skip
            return False
    except AttributeError:
        return False
    dispatcher, base, lowering, context, library, cache = found
    _compile_once_more_for_python(dispatcher, base)
    _lower_without_wrappers(lowering)
    _make_no_machine_code(context, library)
    _save_no_inner_code(cache)
    return True


def _is_inner(library: Any) -> bool:
    return bool(getattr(library, _IS_INNER, False))


def _compile_once_more_for_python(dispatcher: Any, base: Any) -> None:
    compile_, add = dispatcher.compile, base.add_overload

    def compile_knowing(self: Any, sig: Any) -> Any:
        stack = _COMPILING.stack
        if not stack and isinstance(sig, tuple):
            known = self.overloads.get(sig)
            if known is not None and _is_inner(known.library):
                del self.overloads[sig]
        stack.append(self)
        try:
            return compile_(self, sig)
        finally:
            stack.pop()

    def add_knowing(self: Any, cres: Any) -> None:
        if _is_inner(cres.library):
            self.overloads[tuple(cres.signature.args)] = cres
        else:
            add(self, cres)

    dispatcher.compile, base.add_overload = compile_knowing, add_knowing


def _lower_without_wrappers(lowering: Any) -> None:
    run = lowering.run_pass

    def run_knowing(self: Any, state: Any) -> Any:
        inner = _COMPILING.inner
        if inner:
            state.flags = state.flags.copy()
            state.flags.no_cfunc_wrapper = state.flags.no_cpython_wrapper = True
        if state.library is None:
            state.library = state.targetctx.codegen().create_library(state.func_id.func_qualname)
            state.library.enable_object_caching()
        setattr(state.library, _IS_INNER, inner)
        return run(self, state)

    lowering.run_pass = run_knowing


def _make_no_machine_code(context: Any, library: Any) -> None:
    executable = context.get_executable
    optimise, finalise = library._optimize_final_module, library._finalize_final_module

    def executable_knowing(self: Any, made: Any, fndesc: Any, env: Any) -> Any:
        if not _is_inner(made):
            return executable(self, made, fndesc, env)

        def entry(*_: Any) -> None:
            """Stands where Numba keeps the way in from Python; nobody goes through it."""

        return entry

    def optimise_knowing(self: Any) -> Any:
        return None if _is_inner(self) else optimise(self)

    def finalise_knowing(self: Any) -> Any:
        if not _is_inner(self):
            return finalise(self)
        self._finalize_dynamic_globals()
        self._finalized = True
        return None

    context.get_executable = executable_knowing
    library._optimize_final_module = optimise_knowing
    library._finalize_final_module = finalise_knowing


def _save_no_inner_code(cache: Any) -> None:
    save = cache.save_overload

    def save_knowing(self: Any, sig: Any, data: Any) -> Any:
        return None if _is_inner(data.library) else save(self, sig, data)

    cache.save_overload = save_knowing
