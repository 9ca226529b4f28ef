"""Programs that are named by a package, by a container's image, or as a subcommand of another program."""

from __future__ import annotations

import pytest

from chimera_guard import assess


def effects(line: str) -> list[str]:
    return [effect.describe() for effect in assess(line).effects]


@pytest.mark.parametrize(
    "package",
    [
        "wrangler",
        "wrangler@latest",
        "wrangler@4.1.0",
        "@cloudflare/wrangler",
        "@cloudflare/wrangler@2",
        "@some/wrangler",
    ],
)
def test_a_package_is_the_tool_that_it_holds(package: str) -> None:
    assert effects(f"npx -y {package} d1 delete shop") == ["install", "remote-delete"]


def test_a_package_that_nobody_knows_is_a_program_of_that_name() -> None:
    assert effects("npx some-thing@2 delete") == ["install", "exec-program some-thing"]


@pytest.mark.parametrize(
    "image",
    [
        "hashicorp/terraform",
        "hashicorp/terraform:1.7",
        "docker.io/hashicorp/terraform@sha256:00",
        "r.example:5000/x/terraform",
    ],
)
def test_an_image_is_the_tool_that_lists_it(image: str) -> None:
    listed = "hashicorp" in image
    assert ("remote-delete" in effects(f"docker run --rm {image} destroy")) is listed


def test_what_follows_an_image_is_for_what_it_starts() -> None:
    assert effects("docker run --rm me/app:1 --host http://x.example/a") == ["remote-change"]
    assert "delete / force recursive" in effects("docker run alpine rm -rf /")
    assert "delete / force recursive" in effects("docker run --entrypoint rm alpine -rf /")
    assert effects("docker run --entrypoint echo alpine rm -rf /") == ["remote-change"]


@pytest.mark.parametrize("command", ["k3s kubectl", "minikube kubectl --", "microk8s kubectl"])
def test_a_subcommand_that_is_another_tool(command: str) -> None:
    assert effects(f"{command} -n prod delete deploy web") == ["remote-delete"]
    assert effects(f"{command} -n prod get pods") == ["remote-read"]
